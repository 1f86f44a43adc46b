using System.Text.Json;

namespace Krewe.Silo.Commands;

/// <summary>Says which process serves a data folder, and where.</summary>
/// <remarks>A process that was killed leaves its file behind, so whoever reads it asks at the
/// address whether that process still answers.</remarks>
internal sealed record SiloFile(string Url, int Process)
{
    private const string Name = "silo.json";

    /// <summary>What the data folder says, or null if it says nothing.</summary>
    public static SiloFile? Read(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<SiloFile>(
                File.ReadAllBytes(PathIn(dataDirectory)), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Leaves the file in the data folder.</summary>
    public void Write(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        File.WriteAllBytes(
            path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Takes the file away.</summary>
    public static void Remove(string dataDirectory) => File.Delete(PathIn(dataDirectory));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, Name);
}
