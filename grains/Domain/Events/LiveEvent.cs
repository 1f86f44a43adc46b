using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Events;

/// <summary>Something that happened, as profiles take it in: who, when, and what it realized. What
/// was sent is not in it.</summary>
/// <remarks>
/// <para>Shape: <see cref="Identities"/> has one at least, each once. They are linked: devices to
/// everybody else, and the rest to the person, who is the first customer ID that is logged in, or
/// else the first there is. The traits go to that person while logged in, else to the first device.
/// The first identity decides where the event is taken in: the same message names the same one each
/// time it is sent.</para>
/// <para>Units: <see cref="At"/> in Unix seconds, by the clock of whoever sent it, never in the
/// future when it was taken in.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("live-event")]
public sealed record LiveEvent
{
    /// <summary>Identities that one event may name.</summary>
    public const int IdentitiesMax = 10;

    /// <summary>Names the message within its source: sent twice, it counts once.</summary>
    [Id(0)]
    public required ulong Id { get; init; }

    /// <summary>When it happened.</summary>
    [Id(1)]
    public required long At { get; init; }

    /// <summary>Whom it names.</summary>
    [Id(2)]
    public required ImmutableArray<DeclaredIdentity> Identities { get; init; }

    /// <summary>The traits that it realized, ascending, each once.</summary>
    [Id(3)]
    public ImmutableArray<TraitId> Traits { get; init; } = [];

    /// <summary>What it asks for.</summary>
    [Id(4)]
    public LiveEventKind Kind { get; init; }

    /// <summary>What told of it.</summary>
    [Id(5)]
    public Profiles.LinkSource By { get; init; } = Profiles.LinkSource.Event;
}

/// <summary>What an event asks for.</summary>
[GenerateSerializer, Alias("live-event-kind")]
public enum LiveEventKind
{
    /// <summary>That it be taken in.</summary>
    Observation = 0,

    /// <summary>That the identities it names be in no segment from now on, whatever
    /// comes.</summary>
    OptOut = 1,

    /// <summary>That an opt-out end.</summary>
    OptIn = 2,

    /// <summary>That everything be forgotten that is known of the profile of the first identity,
    /// up to now.</summary>
    Erasure = 3,

    /// <summary>That its identities be linked, and no more: it says nothing of logins.</summary>
    Link = 4,
}

/// <summary>An identity that an event names.</summary>
/// <param name="Identity">Who.</param>
/// <param name="State">Whether that person is logged in; of a device it says nothing.</param>
[GenerateSerializer, Immutable, Alias("declared-identity")]
public readonly record struct DeclaredIdentity(
    [property: Id(0)] IdentityKey Identity,
    [property: Id(1)] AuthenticationState State);

/// <summary>Whether the person behind an identity is logged in.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Visitor authentication states", read 2026-11: the numbers are
/// those that calls carry.</para>
/// </remarks>
[GenerateSerializer, Alias("authentication-state")]
public enum AuthenticationState : byte
{
    /// <summary>It is not known.</summary>
    Unknown = 0,

    /// <summary>The person is logged in.</summary>
    Authenticated = 1,

    /// <summary>The person was logged in.</summary>
    LoggedOut = 2,
}
