using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Profiles;

/// <summary>One profile under one key, and the definitions that it is decided by.</summary>
/// <remarks>Customers are data source 10, hashed e-mails 20, browsers 30, loyalty cards 40. Segment
/// 1 is whoever holds trait 1; destination 1 is sent its e-mails.</remarks>
internal sealed class ProfileBench
{
    private int _line;

    public ProfileState State { get; private set; } = ProfileState.Unknown;

    public WorkspaceDefinition Definition { get; set; } = Workspace();

    public DateOnly Day { get; set; } = new(2026, 6, 1);

    /// <summary>The key, once something was linked.</summary>
    public IdentityKey? Key { get; private set; }

    public static IdentityKey Identity(string text) =>
        IdentityKey.TryParse(text, out var key) ? key : throw new FormatException(text);

    public ProfileStep Link(string identity, params string[] others)
    {
        Key ??= Identity(identity);
        _line++;
        return Keep(ProfileChanges.Link(
            State,
            new LinkBatch
            {
                Identity = Identity(identity),
                Stamp = new ImportStamp(1, 1, _line, _line),
                Others = [.. others.Select(Identity)],
                CatalogVersion = 1,
                At = Context().Now,
            },
            Context()));
    }

    public ProfileStep Grant(string identity, params int[] traits)
    {
        Key ??= Identity(identity);
        _line++;
        return Keep(ProfileChanges.Onboard(
            State,
            new OnboardingBatch
            {
                Identity = Identity(identity),
                Stamp = new ImportStamp(1, 1, _line, _line),
                At = Context().Now,
                Overwrites = false,
                Operations =
                    [.. traits.Select(trait => new TraitOperation(new TraitId(trait), true))],
                LineEnds = [traits.Length],
                CatalogVersion = 1,
            },
            Context()));
    }

    /// <summary>Forgets identities of the profile as it is, or as it was at a version.</summary>
    public ProfileStep Forget(long? version, params string[] identities) =>
        Keep(ProfileForgetting.Forget(
            State,
            new ForgetRequest(
                version ?? State.Profile.Version, [.. identities.Select(Identity)]),
            Context()));

    public ProfileStep Reevaluate() => Keep(ProfileChanges.Reevaluate(State, Context()));

    /// <summary>Keeps the profile under the key of another of its identities from here
    /// on.</summary>
    public void Adopt(string identity)
    {
        var parcel = new ProfileParcel
        {
            Id = 1,
            From = Key!.Value,
            To = Identity(identity),
            Content = State.Profile,
        };
        Key = Identity(identity);
        State = ProfileMoves.Absorb(ProfileState.Unknown, parcel, Context()).Next;
    }

    public string LinkedTo(string identity)
    {
        var place = State.Profile.IndexOf(Identity(identity));
        return string.Join(' ', State.Profile.Links
            .Where(link => link.From == place || link.To == place)
            .Select(link => State.Profile
                .Fragments[link.From == place ? link.To : link.From].Identity.ToString())
            .Order(StringComparer.Ordinal));
    }

    /// <summary>Who is sent, and because of whom.</summary>
    public string Announced() => string.Join(' ', State.Profile.Announced.Select(told =>
        $"{State.Profile.Fragments[told.Member].Identity}:"
        + State.Profile.Fragments[told.Identifier].Identity));

    public ProfileContext Context()
    {
        var start = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero);
        return new ProfileContext(
            Key!.Value,
            Catalog.Compile(Definition, 1, Day),
            (start.ToUnixTimeSeconds() * 1_000_000) + _line);
    }

    private ProfileStep Keep(ProfileStep step)
    {
        State = step.Next;
        return step;
    }

    private static WorkspaceDefinition Workspace() => new()
    {
        DataSources =
        [
            Source(10, IdType.CrossDevice),
            Source(20, IdType.CrossDevice) with { ShareAs = HashLabel.EmailsSha256Lowercased },
            Source(30, IdType.Cookie),
            Source(40, IdType.CrossDevice),
        ],
        Traits =
        [
            new TraitDefinition
            {
                Id = new TraitId(1),
                Name = "bought",
                DataSource = new DataSourceId(10),
                TtlDays = 30,
            },
        ],
        MergeRules =
        [
            new MergeRule
            {
                Name = "all",
                CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                DataSources = [new DataSourceId(10), new DataSourceId(20)],
            },
        ],
        Segments =
        [
            new SegmentDefinition
            {
                Id = new SegmentId(1),
                Name = "buyers",
                DataSource = new DataSourceId(10),
                Rule = "1T",
                MergeRule = "all",
            },
        ],
        Destinations =
        [
            new DestinationDefinition
            {
                Id = new DestinationId(1),
                Name = "ads",
                Account = "ads",
                DataSource = new DataSourceId(20),
                Mappings =
                [
                    new SegmentMapping
                    {
                        Segment = new SegmentId(1),
                        End = new DateOnly(2026, 6, 10),
                    },
                ],
            },
        ],
    };

    private static DataSource Source(int id, IdType type) =>
        new() { Id = new DataSourceId(id), Name = $"source {id}", IdType = type };
}
