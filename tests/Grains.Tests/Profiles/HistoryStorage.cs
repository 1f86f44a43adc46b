using System.Globalization;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Keeps states in memory, and every state of a profile that was ever stored; now and then
/// a write fails before or after it has landed.</summary>
internal sealed class HistoryStorage : IGrainStorage
{
    private readonly Dictionary<GrainId, (object State, int Tag)> _states = [];
    private readonly List<StoredWrite> _writes = [];
    private readonly Lock _lock = new();
    private Random? _faults;

    /// <summary>What was stored, in order.</summary>
    public IReadOnlyList<StoredWrite> Writes
    {
        get
        {
            lock (_lock)
            {
                return [.. _writes];
            }
        }
    }

    public int Faults { get; private set; }

    /// <summary>One write in six fails from here on, half of them after they have landed.</summary>
    public void FailFrom(int seed) => _faults = new Random(seed);

    public void FailNoMore() => _faults = null;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_lock)
        {
            grainState.RecordExists = _states.TryGetValue(grainId, out var stored);
            if (grainState.RecordExists)
            {
                grainState.State = (T)stored.State;
                grainState.ETag = Tag(stored.Tag);
            }
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        grainState.ETag = Keep(grainId, grainState.State!, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        Keep(grainId, ProfileState.Unknown, grainState.ETag);
        lock (_lock)
        {
            _states.Remove(grainId);
        }

        (grainState.RecordExists, grainState.ETag) = (false, null);
    }

    private string Keep(GrainId grainId, object state, string? tag)
    {
        lock (_lock)
        {
            var fate = _faults?.Next(12) ?? 2;
            Faults += fate < 2 ? 1 : 0;
            if (fate == 0)
            {
                throw new IOException("lost before the write");
            }

            var exists = _states.TryGetValue(grainId, out var stored);
            if (exists && tag != Tag(stored.Tag))
            {
                throw new InconsistentStateException("Somebody else has written.");
            }

            _states[grainId] = (state, stored.Tag + 1);
            if (state is ProfileState after)
            {
                _writes.Add(new StoredWrite(
                    WorkspaceId.IdentityOfKey(grainId.Key),
                    exists ? (ProfileState)stored.State : ProfileState.Unknown,
                    after));
            }

            return fate == 1
                ? throw new IOException("lost after the write")
                : Tag(stored.Tag + 1);
        }
    }

    private static string Tag(int tag) => tag.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A state that was stored, and the one before it.</summary>
internal sealed record StoredWrite(IdentityKey Key, ProfileState Before, ProfileState After);
