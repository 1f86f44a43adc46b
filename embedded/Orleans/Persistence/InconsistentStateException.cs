using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Somebody else wrote the state since it was read.</summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException()
    {
    }

    public InconsistentStateException(string message)
        : base(message)
    {
    }

    public InconsistentStateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public InconsistentStateException(
        string errorMsg, string? storedEtag, string? currentEtag, Exception storageException)
        : base(Describe(errorMsg, storedEtag, currentEtag), storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(Describe(errorMsg, storedEtag, currentEtag))
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public string? StoredEtag { get; }

    public string? CurrentEtag { get; }

    /// <summary>Whether the grain whose state it is has been told. Callers that the exception
    /// passes through keep their activations.</summary>
    internal bool HasReachedItsGrain { get; set; }

    private static string Describe(string text, string? stored, string? current) =>
        $"{text} Stored etag: {stored ?? "none"}, expected etag: {current ?? "none"}.";
}

/// <summary>A provider was named or set up wrongly.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    public BadProviderConfigException()
    {
    }

    public BadProviderConfigException(string msg)
        : base(msg)
    {
    }

    public BadProviderConfigException(string msg, Exception exc)
        : base(msg, exc)
    {
    }
}
