using System.Globalization;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Grains.Profiles;
using Orleans;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>One run from a seed, and what must hold after it.</summary>
internal sealed class ProfileSimulation
{
    private const int ReaderFiles = 4;

    private readonly int _seed;
    private readonly int _readers;
    private readonly SimulatedWorld _world;
    private readonly SimulatedModel _model = new();
    private readonly SimulatedFiles _files;
    private readonly IClusterClient _client;

    public ProfileSimulation(int seed, int readers, int emails)
    {
        _seed = seed;
        _readers = readers;
        _world = new SimulatedWorld(seed) { Faults = 40 };
        _files = new SimulatedFiles(_world, _model, emails);
        _client = SimulatedClient.Of(_world);
        ChangeDefinitions();
    }

    public void Go()
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _world.Run(Enumerable.Range(0, _readers).Select<int, Func<Task>>(
                reader => () => ReadAsync(reader)));
            ChangeDefinitions();
            _world.Faults = 0;
            _world.Run([SettleAsync]);
            _world.Faults = 40;
            _world.Run(Enumerable.Range(0, _readers).Select<int, Func<Task>>(
                reader => () => ChooseAsync(reader)));
            _world.Faults = 0;
            _world.Run([SettleAsync]);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>What holds whichever links were kept.</summary>
    public void CheckShape()
    {
        var holders = new Dictionary<IdentityKey, IdentityKey>();
        foreach (var key in _world.Keys)
        {
            var state = _world.StateOf(key);
            Assert.True(state.Standing != ProfileStanding.Moving, Say($"{key} still moves"));
            if (state.Standing == ProfileStanding.Profile)
            {
                CheckProfile(key, state.Profile, holders);
            }
        }

        foreach (var (identity, holder) in holders)
        {
            Assert.True(
                OwnerOf(identity) == holder,
                Say($"{identity} leads to {OwnerOf(identity)} and is held by {holder}"));
        }

        var wanted = _model.Wanted(Links(), _world.Catalog, Now);
        var held = _world.Claims.ToHashSet();
        Assert.True(wanted.SetEquals(held), Say(
            $"missing {string.Join(' ', wanted.Except(held))}; "
            + $"too many {string.Join(' ', held.Except(wanted))}"));
    }

    /// <summary>What holds while no link is over a limit.</summary>
    public void CheckModel()
    {
        var links = Links().Select(link => SimulatedModel.Pair(link.One, link.Other)).ToHashSet();
        Assert.True(_model.Links.SetEquals(links), Say(
            $"lost links {string.Join(' ', _model.Links.Except(links))}; "
            + $"false ones {string.Join(' ', links.Except(_model.Links))}"));
    }

    private void CheckProfile(
        IdentityKey key, Profile profile, Dictionary<IdentityKey, IdentityKey> holders)
    {
        Assert.True(profile.Fragments[0].Identity == key, Say($"{key} is not its own"));
        Assert.True(profile.Outbox.IsEmpty, Say($"{key} has news that nobody took"));
        Assert.True(profile.Departing.IsEmpty, Say($"{key} has parts that never left"));
        foreach (var fragment in profile.Fragments)
        {
            Assert.True(
                holders.TryAdd(fragment.Identity, key),
                Say($"{fragment.Identity} is in {key} and in another profile"));
            var held = fragment.Traits.Select(Counts);
            var meant = _model.HeldBy(fragment.Identity, _world.Catalog, Now).Select(Counts);
            Assert.True(held.SequenceEqual(meant), Say(
                $"{fragment.Identity} holds {string.Join(' ', held)}, not "
                + string.Join(' ', meant)));
        }

        Assert.True(
            profile.Fragments.Length == 1 || Reached(profile).Count == profile.Fragments.Length,
            Say($"{key} holds parts that hang on nothing"));
    }

    private static (TraitId, long, int, int) Counts(TraitQualification held) =>
        (held.Trait, held.Last, held.Total, held.Days.Sum(day => day.Count));

    private static HashSet<int> Reached(Profile profile)
    {
        var reached = new HashSet<int> { 0 };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var link in profile.Links)
            {
                if (reached.Contains(link.From) || reached.Contains(link.To))
                {
                    reached.Add(link.From);
                    reached.Add(link.To);
                }
            }
        }

        return reached;
    }

    private List<SimulatedLink> Links() => _world.Keys
        .Select(_world.StateOf)
        .Where(state => state.Standing == ProfileStanding.Profile)
        .SelectMany(state => state.Profile.Links.Select(link => new SimulatedLink(
            state.Profile.Fragments[link.From].Identity,
            state.Profile.Fragments[link.To].Identity,
            link.At)))
        .ToList();

    private IdentityKey OwnerOf(IdentityKey identity)
    {
        for (var hop = 0; hop < 64; hop++)
        {
            var state = _world.StateOf(identity);
            if (state.Standing != ProfileStanding.Pointer)
            {
                return identity;
            }

            identity = state.Owner;
        }

        return default;
    }

    private async Task ReadAsync(int reader)
    {
        for (var file = 0; file < ReaderFiles; file++)
        {
            await _world.TurnAsync();
            LetTimePass();
            foreach (var chunk in _files.Next(reader, _readers))
            {
                await TakeInAsync(chunk);
            }
        }
    }

    private async Task ChooseAsync(int reader)
    {
        foreach (var choice in _files.Choices(reader, _readers))
        {
            await _world.TurnAsync();
            await TakeInAsync([choice]);
        }
    }

    // As a file is imported: all calls of a chunk at once, then each is seen through; a chunk that
    // failed is taken in again from its start.
    private async Task TakeInAsync(List<SimulatedCall> chunk)
    {
        while (true)
        {
            try
            {
                var calls = new ProfileCalls(_client, WorkspaceId.Main, _world.Catalog.Version);
                var effects = new ProfileEffects(_client, WorkspaceId.Main);
                var replies = await Task.WhenAll(chunk.Select(call => call
                    .Call(calls.Grain(call.Identity), CancellationToken.None)
                    .AsTask()));
                foreach (var (call, reply) in chunk.Zip(replies))
                {
                    if (reply.IsPlain && await ClaimsAllAsync(calls, call.Identity, reply))
                    {
                        effects.Add(call.Identity, reply);
                    }
                    else
                    {
                        await calls.FollowAsync(
                            call.Identity,
                            reply,
                            call,
                            static (grain, argument, token) => argument.Call(grain, token),
                            effects,
                            CancellationToken.None);
                    }
                }

                await effects.FlushAsync(CancellationToken.None);
                return;
            }
            catch (SimulatedCrashException)
            {
                continue;
            }
        }
    }

    private static async Task<bool> ClaimsAllAsync(
        ProfileCalls calls, IdentityKey at, ProfileReply reply)
    {
        var answers = await Task.WhenAll(reply.Claims.Select(claimed => calls
            .ClaimAsync(at, claimed, reply.Version, CancellationToken.None)
            .AsTask()));
        return answers.All(answer => answer.Status == ReplyStatus.Done);
    }

    private async Task SettleAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            await Reevaluation.RunAsync(
                _client,
                WorkspaceId.Main,
                _world.Catalog.Version,
                [.. _world.Keys],
                CancellationToken.None);
        }
    }

    private void LetTimePass()
    {
        if (_world.Random.Next(3) == 0)
        {
            _world.Now += _world.Random.Next(86_400) * 1_000_000L;
        }

        if (_world.Random.Next(3) == 0)
        {
            ChangeDefinitions();
        }
    }

    private void ChangeDefinitions() => _world.Catalogs.Add(SimulatedCatalog.Next(
        _world.Random, _world.Catalogs.Count + 1, DateOnly.FromDateTime(DateTime.UnixEpoch)));

    private long Now => _world.Now / 1_000_000;

    private string Say(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"seed {_seed}: {what}");
}
