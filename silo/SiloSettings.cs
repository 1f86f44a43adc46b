using System.Security.Cryptography;
using Krewe.Domain.Access;

namespace Krewe.Silo;

/// <summary>Where a silo keeps its data and answers.</summary>
internal sealed record SiloSettings
{
    /// <summary>The folder of everything that is kept, unless another is given.</summary>
    public const string DefaultDataDirectory = "data";

    /// <summary>The address of the HTTP doors, unless another is given.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>An address of this machine with any port that is free.</summary>
    public const string AnyFreeUrl = "http://127.0.0.1:0";

    /// <summary>The folder of everything that is kept. Default <c>data</c>.</summary>
    public string DataDirectory { get; init; } = DefaultDataDirectory;

    /// <summary>The address of the HTTP doors. Default <c>http://127.0.0.1:8080</c>; port 0 takes
    /// any that is free.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Settings that go before those of files and environment.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } =
        new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Log only what is wrong: a command prints what it has to say itself.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The key of whoever owns the data folder. Default: a new one for each
    /// silo.</summary>
    public ApiKeySecret OwnerKey { get; init; } = ApiKeySecret.FromRandom(
        RandomNumberGenerator.GetBytes(ApiKeySecret.RandomLengthBytes));

    /// <summary>The clock of everything in the silo. Default the machine's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
