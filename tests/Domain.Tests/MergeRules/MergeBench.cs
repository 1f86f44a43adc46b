using System.Globalization;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Tests.Profiles;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.MergeRules;

/// <summary>One profile, one merge rule, and segments that are decided by it.</summary>
/// <remarks>Customers are data source 10, hashed e-mails 20, browsers 30, loyalty cards 40, a
/// vendor's households 50. The profile is kept under the identity that is named first. Traits 1 to
/// 9 are rule-based and last 30 days. Time begins at noon of 1 June 2026.</remarks>
internal sealed class MergeBench
{
    public const long Noon = 1_780_315_200;
    private const long Microseconds = 1_000_000;

    private IdentityKey? _key;
    private ulong _event;
    private long _page;
    private int _line;

    public MergeBench(
        CrossDeviceOption crossDevice,
        DeviceOption device,
        string rule,
        params int[] sources)
    {
        Definition = Workspace(
            new MergeRule
            {
                Name = "rule",
                CrossDevice = crossDevice,
                Device = device,
                DataSources = [.. sources.Select(source => new DataSourceId(source))],
            },
            rule);
    }

    public ProfileState State { get; private set; } = ProfileState.Unknown;

    public WorkspaceDefinition Definition { get; set; }

    public long Now { get; set; } = Noon;

    public long CatalogVersion { get; set; } = 1;

    /// <summary>Something that happens now, or when it is said to have. Identities are written
    /// <c>10/john=1</c>, with the authentication state.</summary>
    public ProfileStep See(string identities, params int[] traits) =>
        See(Now, identities, traits);

    public ProfileStep See(long at, string identities, params int[] traits) =>
        Take(Event(at, LiveEventKind.Observation, identities, traits));

    public ProfileStep Say(LiveEventKind kind, string identities) =>
        Take(Event(Now, kind, identities));

    public LiveEvent Event(
        long at, LiveEventKind kind, string identities, params int[] traits)
    {
        _event++;
        return new LiveEvent
        {
            Id = _event,
            At = at,
            Identities = [.. identities.Split(' ').Select(Declared)],
            Traits = [.. traits.Select(trait => new TraitId(trait))],
            Kind = kind,
        };
    }

    public ProfileStep Take(params LiveEvent[] events)
    {
        _page++;
        return TakeAgain(_page, events);
    }

    public ProfileStep TakeAgain(long page, params LiveEvent[] events)
    {
        _key ??= events[0].Identities[0].Identity;
        return Keep(ProfileEvents.Observe(
            State,
            new EventBatch
            {
                Identity = events[0].Identities[0].Identity,
                Page = page,
                Events = [.. events],
                CatalogVersion = 1,
            },
            Context()));
    }

    /// <summary>Traits from a file, to a profile of live events.</summary>
    public ProfileStep Onboard(string identity, params int[] traits)
    {
        _line++;
        _key ??= ProfileBench.Identity(identity);
        return Keep(ProfileChanges.Onboard(
            State,
            new OnboardingBatch
            {
                Identity = ProfileBench.Identity(identity),
                Stamp = new ImportStamp(1, 1, _line, _line),
                At = Now,
                Overwrites = false,
                Operations =
                    [.. traits.Select(trait => new TraitOperation(new TraitId(trait), true))],
                LineEnds = [traits.Length],
                CatalogVersion = 1,
            },
            Context()));
    }

    public ProfileStep Reevaluate() => Keep(ProfileChanges.Reevaluate(State, Context()));

    /// <summary>What came loose has arrived elsewhere.</summary>
    public void Part()
    {
        foreach (var parcel in State.Profile.Departing)
        {
            State = ProfileMoves.EndJourney(State, parcel.Id);
        }
    }

    /// <summary>Who is in the segment, in order.</summary>
    public string Members() => string.Join(' ', State.Profile.Fragments
        .Where(fragment => !fragment.Memberships.IsEmpty)
        .Select(fragment => fragment.Identity.ToString())
        .Order(StringComparer.Ordinal));

    public Fragment Of(string identity) =>
        State.Profile.Fragments[State.Profile.IndexOf(ProfileBench.Identity(identity))];

    private ProfileStep Keep(ProfileStep step)
    {
        Assert.Equal(ReplyStatus.Done, step.Reply.Status);
        State = step.Next;
        return step;
    }

    public ProfileContext Context() => new(
        _key!.Value,
        Catalog.Compile(
            Definition,
            CatalogVersion,
            DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(Now).UtcDateTime)),
        Now * Microseconds);

    private static DeclaredIdentity Declared(string text)
    {
        var parts = text.Split('=');
        return new DeclaredIdentity(
            ProfileBench.Identity(parts[0]),
            parts.Length == 1
                ? AuthenticationState.Unknown
                : (AuthenticationState)byte.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static WorkspaceDefinition Workspace(MergeRule mergeRule, string rule) => new()
    {
        DataSources =
        [
            Source(10, IdType.CrossDevice),
            Source(20, IdType.CrossDevice) with { ShareAs = HashLabel.EmailsSha256Lowercased },
            Source(30, IdType.Cookie),
            Source(40, IdType.CrossDevice),
            Source(50, IdType.CrossDevice) with { Party = DataParty.Third },
        ],
        Traits =
        [
            .. Enumerable.Range(1, 9).Select(id => new TraitDefinition
            {
                Id = new TraitId(id),
                Name = $"trait {id}",
                DataSource = new DataSourceId(10),
                Type = TraitType.RuleBased,
                Rule = $"t == {id}",
                TtlDays = 30,
            }),
        ],
        MergeRules = [mergeRule],
        Segments =
        [
            new SegmentDefinition
            {
                Id = new SegmentId(1),
                Name = "segment",
                DataSource = new DataSourceId(10),
                Rule = rule,
                MergeRule = mergeRule.Name,
            },
        ],
    };

    private static DataSource Source(int id, IdType type) =>
        new() { Id = new DataSourceId(id), Name = $"source {id}", IdType = type };
}
