using System.Collections.Immutable;
using Krewe.Domain.Codecs;
using Krewe.Domain.Events;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>The binary form that <see cref="ProfileState"/> is kept in.</summary>
/// <remarks>
/// <para>Shape: a version byte, the standing, then what the standing has: a pointer is its owner, a
/// profile its parts in the order of their declaration. Golden bytes in the tests hold it
/// still.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the future.</para>
/// </remarks>
public static class ProfileCodec
{
    private const byte FormatVersion = 3;

    // The second format brought when identities were seen, the third what live events said of them
    // and when links were named.
    private const byte FormatBeforeSightings = 1;
    private const byte FormatBeforeEvents = 2;
    private const byte HasImport = 1;
    private const byte HasLive = 2;
    private const int TypicalLength = 160;

    /// <summary>Writes a state.</summary>
    public static ReadOnlyMemory<byte> Write(ProfileState state)
    {
        var writer = new StateWriter(TypicalLength);
        writer.Byte(FormatVersion);
        writer.Byte((byte)state.Standing);
        if (state.Standing is ProfileStanding.Pointer or ProfileStanding.Moving)
        {
            writer.Identity(state.Owner);
        }

        if (state.Standing is ProfileStanding.Pointer)
        {
            writer.Signed(state.Since);
        }

        if (state.Standing is ProfileStanding.Moving)
        {
            writer.Fixed(state.Journey);
        }

        if (state.Standing is ProfileStanding.Profile or ProfileStanding.Moving)
        {
            WriteProfile(writer, state.Profile);
        }

        return writer.Finish();
    }

    /// <summary>Reads a state.</summary>
    public static ProfileState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("profile", FormatVersion, FormatBeforeSightings);
        var standing = (ProfileStanding)reader.Byte();
        if (standing > ProfileStanding.Moving)
        {
            throw new FormatException($"A stored profile is damaged: standing {(byte)standing}.");
        }

        var state = new ProfileState
        {
            Standing = standing,
            Owner = standing is ProfileStanding.Pointer or ProfileStanding.Moving
                ? reader.Identity()
                : default,
            Since = standing is ProfileStanding.Pointer ? reader.Signed() : 0,
            Journey = standing is ProfileStanding.Moving ? reader.Fixed() : 0,
            Profile = standing is ProfileStanding.Profile or ProfileStanding.Moving
                ? ReadProfile(ref reader)
                : ProfileState.Unknown.Profile,
        };
        return reader.IsEnd
            ? state
            : throw new FormatException("A stored profile is damaged: bytes are left over.");
    }

    private static void WriteProfile(StateWriter writer, Profile profile)
    {
        writer.Signed(profile.Version);
        writer.Signed(profile.Catalog);
        writer.Signed(profile.RegisteredDue);
        writer.Signed(profile.NewsFrom);
        writer.Count(profile.Fragments.Length);
        foreach (var fragment in profile.Fragments)
        {
            WriteFragment(writer, fragment);
        }

        writer.Count(profile.Links.Length);
        foreach (var link in profile.Links)
        {
            writer.Count(link.From);
            writer.Count(link.To);
            writer.Signed(link.At);
        }

        writer.Count(profile.Announced.Length);
        foreach (var told in profile.Announced)
        {
            writer.Count(told.Destination.Value);
            writer.Count(told.Segment.Value);
            writer.Count(told.Member);
            writer.Count(told.Identifier);
        }

        writer.Count(profile.Outbox.Length);
        foreach (var news in profile.Outbox)
        {
            Activation.QualificationCodec.Write(writer, news);
        }

        writer.Count(profile.Merging.Length);
        foreach (var journey in profile.Merging)
        {
            writer.Fixed(journey);
        }

        writer.Count(profile.Departing.Length);
        foreach (var parcel in profile.Departing)
        {
            writer.Fixed(parcel.Id);
            writer.Identity(parcel.From);
            writer.Identity(parcel.To);
            WriteProfile(writer, parcel.Content);
        }
    }

    private static Profile ReadProfile(ref StateReader reader) => new()
    {
        Version = reader.Signed(),
        Catalog = reader.Signed(),
        RegisteredDue = reader.Signed(),
        NewsFrom = reader.Signed(),
        Fragments = ReadMany(ref reader, ReadFragment),
        Links = ReadMany(ref reader, static (ref reader) => new IdentityLink(
            reader.Int(),
            reader.Int(),
            reader.Format > FormatBeforeEvents ? reader.Signed() : 0)),
        Announced = ReadMany(ref reader, static (ref reader) => new Announcement(
            new Activation.DestinationId(reader.Int()),
            new SegmentId(reader.Int()),
            reader.Int(),
            reader.Int())),
        Outbox = ReadMany(ref reader, Activation.QualificationCodec.Read),
        Merging = ReadMany(ref reader, static (ref reader) => reader.Fixed()),
        Departing = ReadMany(ref reader, static (ref reader) => new ProfileParcel
        {
            Id = reader.Fixed(),
            From = reader.Identity(),
            To = reader.Identity(),
            Content = ReadProfile(ref reader),
        }),
    };

    private static void WriteFragment(StateWriter writer, Fragment fragment)
    {
        writer.Identity(fragment.Identity);
        writer.Signed(fragment.Seen.First);
        writer.Signed(fragment.Seen.Last - fragment.Seen.First);
        writer.Byte((byte)fragment.Seen.By);
        writer.Count(fragment.Traits.Length);
        foreach (var held in fragment.Traits)
        {
            writer.Count(held.Trait.Value);
            writer.Signed(held.First);
            writer.Signed(held.Last - held.First);
            writer.Count(held.Total);
            writer.Count(held.Days.Length);
            foreach (var day in held.Days)
            {
                writer.Count(day.Day);
                writer.Count(day.Count);
            }
        }

        writer.Count(fragment.Memberships.Length);
        foreach (var membership in fragment.Memberships)
        {
            writer.Count(membership.Segment.Value);
            writer.Signed(membership.Catalog);
            writer.Signed(membership.Since);
        }

        writer.Byte((byte)((fragment.Import is null ? 0 : HasImport)
            | (fragment.Live is null ? 0 : HasLive)));
        if (fragment.Import is { } marker)
        {
            WriteMarker(writer, marker);
        }

        if (fragment.Live is { } live)
        {
            writer.Signed(live.Page);
            writer.Signed(live.LoginAt);
            writer.Signed(live.StateAt);
            writer.Byte((byte)live.State);
            writer.Signed(live.OptedOut - live.OptedIn);
            writer.Signed(live.Erased);
        }
    }

    private static Fragment ReadFragment(ref StateReader reader)
    {
        var fragment = new Fragment
        {
            Identity = reader.Identity(),
            Seen = reader.Format > FormatBeforeSightings ? ReadSighting(ref reader) : default,
            Traits = ReadMany(ref reader, ReadTrait),
            Memberships = ReadMany(ref reader, static (ref reader) => new SegmentMembership(
                new SegmentId(reader.Int()), reader.Signed(), reader.Signed())),
        };
        var parts = reader.Byte();
        return parts switch
        {
            0 => fragment,
            <= (HasImport | HasLive) => fragment with
            {
                Import = (parts & HasImport) != 0 ? ReadMarker(ref reader) : null,
                Live = (parts & HasLive) != 0 ? ReadLive(ref reader) : null,
            },
            _ => throw new FormatException($"A stored profile is damaged: parts {parts}."),
        };
    }

    // Opting out and in are told apart by the sign: one of the two is 0.
    private static LiveStanding ReadLive(ref StateReader reader)
    {
        var live = new LiveStanding
        {
            Page = reader.Signed(),
            LoginAt = reader.Signed(),
            StateAt = reader.Signed(),
            State = (AuthenticationState)reader.Byte(),
        };
        var opted = reader.Signed();
        return live with
        {
            OptedOut = Math.Max(opted, 0),
            OptedIn = Math.Max(-opted, 0),
            Erased = reader.Signed(),
        };
    }

    private static Sighting ReadSighting(ref StateReader reader)
    {
        var first = reader.Signed();
        return new Sighting(first, first + reader.Signed(), (LinkSource)reader.Byte());
    }

    private static TraitQualification ReadTrait(ref StateReader reader)
    {
        var trait = new TraitId(reader.Int());
        var first = reader.Signed();
        var last = first + reader.Signed();
        var total = reader.Int();
        return new TraitQualification(trait, first, last, total, ReadMany(
            ref reader, static (ref reader) => new DayCount(reader.Int(), reader.Int())));
    }

    private static void WriteMarker(StateWriter writer, ImportMarker marker)
    {
        writer.Fixed(marker.Stamp.Upload);
        writer.Count(marker.Stamp.Part);
        writer.Count(marker.Stamp.FirstLine);
        writer.Count(marker.Stamp.LastLine - marker.Stamp.FirstLine);
        writer.Count(marker.Outcome.LinesTaken);
        writer.Signed(marker.Outcome.TraitsRemoved);
        writer.Count(marker.Outcome.LinksDropped);
        writer.Byte((byte)marker.Outcome.Match);
        writer.Count(marker.Lines);
        writer.Count(marker.Cleared.Length);
        foreach (var trait in marker.Cleared)
        {
            writer.Count(trait.Value);
        }
    }

    private static ImportMarker ReadMarker(ref StateReader reader)
    {
        var upload = reader.Fixed();
        var part = reader.Int();
        var first = reader.Int();
        return new ImportMarker
        {
            Stamp = new ImportStamp(upload, part, first, first + reader.Int()),
            Outcome = new ImportOutcome(
                reader.Int(), (int)reader.Signed(), reader.Int(), (ImportMatch)reader.Byte()),
            Lines = reader.Int(),
            Cleared = ReadMany(ref reader, static (ref reader) => new TraitId(reader.Int())),
        };
    }

    private delegate T Element<T>(ref StateReader reader);

    private static ImmutableArray<T> ReadMany<T>(ref StateReader reader, Element<T> element)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var many = ImmutableArray.CreateBuilder<T>(count);
        for (var index = 0; index < count; index++)
        {
            many.Add(element(ref reader));
        }

        return many.MoveToImmutable();
    }
}
