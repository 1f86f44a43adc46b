using System.Collections.Immutable;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Profiles;

/// <summary>The silos that carry live feeds. Key: 0.</summary>
/// <remarks>
/// <para>Shape: nothing is stored. Every silo joins again and again, so a roster that is made anew
/// knows them all within seconds, and says so when it does not yet.</para>
/// </remarks>
[Alias("feed-roster")]
public interface IFeedRosterGrain : IGrainWithIntegerKey
{
    /// <summary>Joins, or stays.</summary>
    /// <returns>Who has joined, and which silos are up.</returns>
    [Alias("join")]
    Task<FeedRoster> JoinAsync(
        string silo, IFeedPeer peer, CancellationToken cancellationToken);

    /// <summary>Leaves: the silo stops.</summary>
    [Alias("leave")]
    Task LeaveAsync(string silo, CancellationToken cancellationToken);
}

/// <summary>The live feeds of one silo, as the others see them.</summary>
[Alias("feed-peer")]
public interface IFeedPeer : IGrainObserver
{
    /// <summary>Says what a silo's subscribers want to hear.</summary>
    /// <returns>What this silo's subscribers want.</returns>
    [Alias("exchange")]
    Task<FeedWatch> ExchangeAsync(string silo, IFeedPeer peer, FeedWatch watch);

    /// <summary>Takes changes for this silo's subscribers; the same batch again is
    /// ignored.</summary>
    [Alias("take")]
    Task TakeAsync(FeedBatch batch);

    /// <summary>Says that a silo stops and has sent everything.</summary>
    [Alias("leave")]
    Task LeaveAsync(string silo);
}

/// <summary>Who carries live feeds.</summary>
/// <param name="Members">Who has joined.</param>
/// <param name="Silos">The silos that are up.</param>
[GenerateSerializer, Immutable, Alias("feed-roster-data")]
public sealed record FeedRoster(
    [property: Id(0)] ImmutableArray<FeedMember> Members,
    [property: Id(1)] ImmutableArray<string> Silos)
{
    /// <summary>Whether every silo that is up has joined.</summary>
    public bool IsComplete => Silos.All(silo => Members.Any(member => member.Silo == silo));
}

/// <summary>A silo that has joined.</summary>
[GenerateSerializer, Immutable, Alias("feed-member")]
public sealed record FeedMember([property: Id(0)] string Silo, [property: Id(1)] IFeedPeer Peer);

/// <summary>What a silo's subscribers want to hear, all of it.</summary>
/// <remarks><para>Units: <paramref name="Version"/> grows with every word of a
/// silo.</para></remarks>
[GenerateSerializer, Immutable, Alias("feed-watch")]
public sealed record FeedWatch(
    [property: Id(0)] long Version,
    [property: Id(1)] ImmutableArray<WatchedWorkspace> Workspaces)
{
    /// <summary>Whether two say the same.</summary>
    public bool SaysTheSame(FeedWatch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Workspaces.Length == other.Workspaces.Length
            && Workspaces.Zip(other.Workspaces).All(pair => pair.First.SaysTheSame(pair.Second));
    }
}

/// <summary>What a silo's subscribers want to hear of one workspace.</summary>
/// <param name="Workspace">Which.</param>
/// <param name="All">Every change of a membership: profiles are followed wherever they
/// move.</param>
/// <param name="Segments">If not all: the changes of these segments, ascending.</param>
/// <param name="Jobs">Whether imports are watched.</param>
[GenerateSerializer, Immutable, Alias("watched-workspace")]
public sealed record WatchedWorkspace(
    [property: Id(0)] WorkspaceId Workspace,
    [property: Id(1)] bool All,
    [property: Id(2)] ImmutableArray<SegmentId> Segments,
    [property: Id(3)] bool Jobs)
{
    /// <summary>Whether two say the same.</summary>
    public bool SaysTheSame(WatchedWorkspace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Workspace == other.Workspace
            && All == other.All
            && Jobs == other.Jobs
            && Segments.SequenceEqual(other.Segments);
    }
}

/// <summary>Changes on their way to another silo.</summary>
/// <param name="From">The silo that they come from.</param>
/// <param name="Sequence">Grows with every batch of a silo.</param>
/// <param name="HasLost">Whether changes before these were lost: there were too many.</param>
/// <param name="Items">The changes, in order.</param>
[GenerateSerializer, Immutable, Alias("feed-batch")]
public sealed record FeedBatch(
    [property: Id(0)] string From,
    [property: Id(1)] long Sequence,
    [property: Id(2)] bool HasLost,
    [property: Id(3)] ImmutableArray<FeedItem> Items);

/// <summary>One change on its way: of a profile or of a job; if of neither, a change of the
/// workspace was lost.</summary>
[GenerateSerializer, Immutable, Alias("feed-item")]
public sealed record FeedItem(
    [property: Id(0)] WorkspaceId Workspace,
    [property: Id(1)] ProfileNews? News,
    [property: Id(2)] ImportJob? Job);
