using System.Collections.Immutable;

namespace Krewe.Domain.Events;

/// <summary>Events that a part of the journal took in together.</summary>
/// <remarks>
/// <para>Units: <see cref="At"/> is when they were taken in, in Unix seconds.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("intake-page")]
public sealed record IntakePage
{
    /// <summary>When they were taken in.</summary>
    [Id(0)]
    public long At { get; init; }

    /// <summary>The latest definitions that one of them was read under.</summary>
    [Id(1)]
    public long CatalogVersion { get; init; }

    /// <summary>In the order in which they were taken in.</summary>
    [Id(2)]
    public ImmutableArray<LiveEvent> Events { get; init; } = [];
}

/// <summary>Ids of events that have been worked off, to know repeats by.</summary>
/// <remarks>
/// <para>Units: their events were taken in from <see cref="From"/> to <see cref="To"/>, both
/// inclusive, in Unix seconds.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("intake-ids")]
public sealed record IntakeIds
{
    /// <summary>When the first was taken in.</summary>
    [Id(0)]
    public long From { get; init; }

    /// <summary>When the last was taken in.</summary>
    [Id(1)]
    public long To { get; init; }

    /// <summary>The ids.</summary>
    [Id(2)]
    public ImmutableArray<ulong> Ids { get; init; } = [];
}

/// <summary>How far a part of the journal has been worked off.</summary>
/// <remarks>
/// <para>Shape: pages count from 1 and no number is used twice. Those from <see cref="Kept"/> to
/// before <see cref="Start"/> are worked off and kept for their ids; those from
/// <see cref="Start"/> on wait, and the first that is missing is the end. Ids stand in pages of
/// their own, from <see cref="IdStart"/> to before <see cref="IdEnd"/>.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("intake-pages")]
public sealed record IntakePages
{
    /// <summary>All pages before this one have been cleared away.</summary>
    [Id(0)]
    public long Cleared { get; init; } = 1;

    /// <summary>The first page that is still needed.</summary>
    [Id(1)]
    public long Kept { get; init; } = 1;

    /// <summary>The first page that waits to be worked off.</summary>
    [Id(2)]
    public long Start { get; init; } = 1;

    /// <summary>All pages of ids before this one have been cleared away.</summary>
    [Id(3)]
    public long IdsCleared { get; init; } = 1;

    /// <summary>The first page of ids that is still needed.</summary>
    [Id(4)]
    public long IdStart { get; init; } = 1;

    /// <summary>The page after the last page of ids.</summary>
    [Id(5)]
    public long IdEnd { get; init; } = 1;

    /// <summary>What of pages before <see cref="Start"/> was set aside.</summary>
    [Id(6)]
    public ImmutableArray<HeldPage> Held { get; init; } = [];
}

/// <summary>Events of a page that their profiles did not take: they are tried again now and then,
/// and nobody else waits for them.</summary>
[GenerateSerializer, Immutable, Alias("held-page")]
public sealed record HeldPage
{
    /// <summary>The number of the page.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>The page, without the events that were applied.</summary>
    [Id(1)]
    public required IntakePage Page { get; init; }
}
