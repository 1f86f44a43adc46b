using System.Collections.Immutable;
using Krewe.Contracts.Segments;
using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Segments;

/// <summary>Counts members and holders of traits while profiles are walked. Memory grows with
/// definitions, never with profiles.</summary>
/// <remarks>
/// An identity is in one profile only, so what differs within a profile differs over all of them,
/// and nothing has to be remembered from one profile to the next. Not thread safe.
/// </remarks>
internal sealed class PopulationTally
{
    private readonly Dictionary<SegmentId, Count> _segments;
    private readonly Dictionary<DestinationId, long> _destinations;
    private readonly Catalog _catalog;
    private readonly TraitTally _traits;
    private readonly long _seenSince;
    private long _profile;

    // By place in the profile: the last group in which an identifier was counted. Groups are
    // numbered on and on, so that nothing has to be cleared.
    private long[] _inPair = [];
    private long[] _inDestination = [];
    private long _pair;
    private long _destination;

    /// <param name="catalog">Whose segments, traits and destinations are counted.</param>
    /// <param name="now">When the walk began.</param>
    public PopulationTally(Catalog catalog, DateTimeOffset now)
    {
        _catalog = catalog;
        _segments = catalog.Segments.ToDictionary(
            segment => segment.Definition.Id, _ => new Count());
        _destinations = catalog.Definition.Destinations.ToDictionary(
            destination => destination.Id, _ => 0L);
        _traits = new TraitTally(catalog, now);
        _seenSince = now.AddDays(-SegmentFigures.RealTimeDays).ToUnixTimeSeconds();
    }

    public void Add(Profile profile)
    {
        _profile++;
        foreach (var fragment in profile.Fragments)
        {
            _traits.Add(fragment);
            var isDevice = _catalog.IsDevice(fragment.Identity.Source);
            var seenAt = SeenMembers.SeenAt(fragment, isDevice);
            foreach (var membership in fragment.Memberships)
            {
                if (_segments.TryGetValue(membership.Segment, out var count))
                {
                    var since = Math.Max(_seenSince, membership.Since);
                    count.Add(_profile, isDevice, seenAt >= since);
                }
            }
        }

        AddAnnounced(profile);
    }

    public SegmentPopulations Finish(DateTimeOffset asOf) => new(
        asOf,
        _segments.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToFigures()),
        _destinations.ToImmutableDictionary())
    {
        Traits = _traits.Finish(),
    };

    // They are ordered by destination, then by segment.
    private void AddAnnounced(Profile profile)
    {
        Array.Resize(ref _inPair, Math.Max(_inPair.Length, profile.Fragments.Length));
        Array.Resize(ref _inDestination, _inPair.Length);
        var before = default(Announcement?);
        foreach (var announced in profile.Announced)
        {
            var isNewDestination = before?.Destination != announced.Destination;
            _destination += isNewDestination ? 1 : 0;
            _pair += isNewDestination || before?.Segment != announced.Segment ? 1 : 0;
            before = announced;
            AddAnnounced(announced);
        }
    }

    private void AddAnnounced(Announcement announced)
    {
        if (!_destinations.TryGetValue(announced.Destination, out var shareable)
            || !_segments.TryGetValue(announced.Segment, out var count))
        {
            return;
        }

        if (_inPair[announced.Identifier] != _pair)
        {
            _inPair[announced.Identifier] = _pair;
            count.AddShareable(announced.Destination);
        }

        if (_inDestination[announced.Identifier] != _destination)
        {
            _inDestination[announced.Identifier] = _destination;
            _destinations[announced.Destination] = shareable + 1;
        }
    }

    private sealed class Count
    {
        private readonly Dictionary<DestinationId, long> _shareable = [];
        private long _members;
        private long _seenBefore;
        private SeenMembers _seen;
        private long _profiles;
        private long _lastProfile;

        public void Add(long profile, bool isDevice, bool isSeen)
        {
            if (_lastProfile != profile)
            {
                _lastProfile = profile;
                _profiles++;
                _seenBefore += _seen.Count;
                _seen = default;
            }

            _members++;
            _seen.Add(isDevice, isSeen);
        }

        public void AddShareable(DestinationId destination) =>
            _shareable[destination] = _shareable.GetValueOrDefault(destination) + 1;

        public SegmentFigures ToFigures() =>
            new(_members, _seenBefore + _seen.Count, _shareable.ToImmutableDictionary())
            {
                Profiles = _profiles,
            };
    }
}
