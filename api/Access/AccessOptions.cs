namespace Krewe.Api.Access;

/// <summary>How long a silo goes by what it knows of keys.</summary>
public sealed record AccessOptions
{
    /// <summary>After how long the keys are asked for again: a key that was revoked at another silo
    /// is taken for as long at most. Default 5 s.</summary>
    public TimeSpan KnownFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often at most keys that are not known are asked for: a key that was made at
    /// another silo is taken after as long, and wrong keys cost no more calls. Default 1 s.
    /// </summary>
    public TimeSpan UnknownFor { get; init; } = TimeSpan.FromSeconds(1);
}
