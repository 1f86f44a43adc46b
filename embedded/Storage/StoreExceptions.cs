namespace Krewe.Embedded.Storage;

/// <summary>
/// What is on disk is not what was written: the store does not start, or a read fails.
/// </summary>
public sealed class StoreCorruptException : IOException
{
    public StoreCorruptException(string message)
        : base(message)
    {
    }

    public StoreCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StoreCorruptException()
    {
    }
}

/// <summary>
/// The disk failed under a write: what waited has failed, and the store refuses everything until
/// it is opened again, because memory may be ahead of what is safe.
/// </summary>
public sealed class StoreFaultedException : IOException
{
    public StoreFaultedException(string message)
        : base(message)
    {
    }

    public StoreFaultedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StoreFaultedException()
    {
    }
}

/// <summary>Another process has the store open.</summary>
public sealed class StoreInUseException : IOException
{
    public StoreInUseException(string message)
        : base(message)
    {
    }

    public StoreInUseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StoreInUseException()
    {
    }
}
