using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Calls;

/// <summary>One call to a platform, read and not yet answered.</summary>
internal abstract class PlatformCall(World world)
{
    /// <summary>The world that the call began in, also when a reset comes between.</summary>
    public World World { get; } = world;

    public abstract string Platform { get; }

    /// <summary>The method that is meant, whatever was needed to get it through.</summary>
    public required string Method { get; init; }

    /// <summary>The path without the platform's prefix and version.</summary>
    public required string Path { get; init; }

    /// <summary>The ad account that the call is about, if any.</summary>
    public string? AccountId { get; init; }

    public string? AudienceId { get; init; }

    /// <summary>Set by a fault: only the first half of the rows is to be applied.</summary>
    public bool AppliesHalf { get; set; }

    /// <summary>What the journal is to tell about the call.</summary>
    public CallFacts Facts { get; } = new();

    public void Report(string kind, string detail) => World.Report(Platform, kind, detail);
}

/// <summary>Counts and names that a platform notes while it answers.</summary>
internal sealed class CallFacts
{
    public string Encoding { get; set; } = "query";

    public string? TokenId { get; set; }

    public string? Schema { get; set; }

    public int Rows { get; set; }

    public int Invalid { get; set; }

    public long? SessionId { get; set; }

    public long? BatchSequence { get; set; }

    public bool? IsLastBatch { get; set; }

    public string? Error { get; set; }
}
