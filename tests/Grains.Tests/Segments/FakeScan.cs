using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Profiles;
using Krewe.Grains.Catalogs;
using Orleans.Runtime;

namespace Krewe.Grains.Tests.Segments;

/// <summary>Profiles in a list; a walk can be held, and can fail.</summary>
internal sealed class FakeScan(Catalog catalog) : IProfileScan, ICatalogs
{
    private TaskCompletionSource _begun = NewSource();
    private TaskCompletionSource? _gate;

    public Catalog Catalog => catalog;

    public List<Profile> Profiles { get; } = [];

    public Exception? Fault { get; set; }

    public int Walks { get; private set; }

    /// <summary>The next walks wait until they are released.</summary>
    public void Hold()
    {
        _begun = NewSource();
        _gate = NewSource();
    }

    /// <summary>Ends when a walk has come to where it is held.</summary>
    public Task UntilHeldAsync() => _begun.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    public async IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Walks++;
        _begun.TrySetResult();
        await (_gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
        foreach (var profile in Profiles)
        {
            yield return Fault is { } fault ? throw fault : profile;
        }
    }

    public IAsyncEnumerable<IdSpan> KeysAsync(
        int partition, int partitions, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A count asks for profiles.");

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(catalog);

    private static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
