using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Writers that never pause, each counting upwards in a record of its own.</summary>
/// <remarks>
/// The store numbers its writes, and tells a conditional write its number: so what the store held
/// after any one of them is known exactly.
/// </remarks>
internal sealed class NumberedLoad(int seed, int writers)
{
    private readonly Lock _lock = new();
    private readonly List<(long Version, long Number)>[] _written =
        [.. Enumerable.Range(0, writers).Select(_ => new List<(long Version, long Number)>())];

    private TaskCompletionSource _reached = new();
    private Task _running = Task.CompletedTask;
    private long _target = long.MaxValue;
    private volatile bool _stopping;

    /// <summary>Acknowledged writes.</summary>
    public long Count { get; private set; }

    public Task RunAsync(EmbeddedStore store) => _running = Task.WhenAll(
        Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(store, writer))));

    public void Stop() => _stopping = true;

    /// <summary>Waits until so many writes are acknowledged.</summary>
    public async Task ReachAsync(long count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            (_target, _reached) = (count, reached);
            if (Count >= count)
            {
                reached.SetResult();
            }
        }

        // Writers that stopped reach nothing more, and say why.
#pragma warning disable VSTHRD003 // They are this load's own.
        await (await Task.WhenAny(reached.Task, _running));
#pragma warning restore VSTHRD003
    }

    /// <summary>The last acknowledged number of each writer.</summary>
    public long[] Acknowledged()
    {
        lock (_lock)
        {
            return [.. _written.Select(list => list.Count == 0 ? 0 : list[^1].Number)];
        }
    }

    /// <summary>What a writer's record held after a write; 0 before its first.</summary>
    public long NumberAt(int writer, long version)
    {
        lock (_lock)
        {
            return _written[writer].LastOrDefault(write => write.Version <= version).Number;
        }
    }

    private async Task WriteAsync(EmbeddedStore store, int writer)
    {
        var random = new Random((seed * 1_000) + writer);
        var version = 0L;
        for (var number = 1L; !_stopping; number++)
        {
            // Now and then a value that takes several entries of the log.
            var pad = random.Next(200) == 0 ? random.Next(900_000) : random.Next(2_000);
            var value = TestStores.Bytes($"{number} {new string('x', pad)}");
            var outcome = await store.WriteIfAsync(
                TestStores.Table,
                TestStores.Key(writer),
                value,
                version,
                CancellationToken.None);
            version = outcome.Version;
            Note(writer, version, number);
        }
    }

    private void Note(int writer, long version, long number)
    {
        lock (_lock)
        {
            _written[writer].Add((version, number));
            if (++Count == _target)
            {
                _reached.TrySetResult();
            }
        }
    }
}
