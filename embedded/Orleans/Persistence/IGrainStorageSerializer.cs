namespace Orleans.Storage;

/// <summary>Turns states into the bytes that a storage provider keeps.</summary>
public interface IGrainStorageSerializer
{
    /// <summary>The stored form of a state.</summary>
    BinaryData Serialize<T>(T? input);

    /// <summary>The state of a stored form.</summary>
    T? Deserialize<T>(BinaryData input);
}
