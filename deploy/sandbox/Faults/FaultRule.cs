namespace Krewe.Sandbox.Faults;

/// <summary>Which calls a fault is for. What is not given matches everything.</summary>
internal sealed record FaultMatch
{
    public string? Platform { get; init; }

    public string? Method { get; init; }

    /// <summary>Part of the path without version, or all of it when it holds a star.</summary>
    public string? Path { get; init; }

    /// <summary>The ad account, with or without the platform's prefix.</summary>
    public string? Account { get; init; }

    /// <summary>Only the so-manieth call that otherwise matches, counted from 1.</summary>
    public int? Nth { get; init; }

    /// <summary>The share of calls it strikes, from 0 to 1.</summary>
    public double? Rate { get; init; }
}

/// <summary>What happens to a call. One of the kinds; a delay goes with any.</summary>
internal sealed record FaultAction
{
    public FaultKind Kind { get; init; }

    /// <summary>The platform's own error, such as <c>190.463</c>.</summary>
    public string? Error { get; init; }

    public int? Status { get; init; }

    public int DelayMs { get; init; }

    /// <summary>What a rate error tells about when to come back.</summary>
    public int RegainMinutes { get; init; } = 1;
}

internal enum FaultKind
{
    /// <summary>Only the delay.</summary>
    None,

    /// <summary>Not applied; answers the platform's error.</summary>
    Error,

    /// <summary>Not applied; answers a bare HTTP status.</summary>
    Status,

    /// <summary>Applied, then the connection is cut.</summary>
    DropAfterApply,

    /// <summary>Not applied; the connection is cut.</summary>
    DropBeforeApply,

    /// <summary>Applied; half of the answer arrives.</summary>
    Truncate,

    /// <summary>Not applied; a gateway's HTML page.</summary>
    Garbage,

    /// <summary>The first half of the rows is applied; answers a transient error.</summary>
    HalfApply,
}

/// <summary>A match, an action and how often it may still strike.</summary>
internal sealed class FaultRule(FaultMatch match, FaultAction action, int times)
{
    public FaultMatch Match { get; } = match;

    public FaultAction Action { get; } = action;

    public int TimesLeft { get; set; } = times;

    /// <summary>Calls that matched but for <c>nth</c> and <c>rate</c>.</summary>
    public long Seen { get; set; }

    public long Struck { get; set; }
}
