using Orleans.Storage;

namespace Krewe.Grains.Storage;

/// <summary>Small records of a grain that are kept beside its state, each by its own key.</summary>
/// <remarks>
/// Only the grain that owns the records touches them, one call for a key at a time: the grain's
/// turn
/// is the lock, and what is read is the latest.
/// </remarks>
internal sealed class Records<T>(IGrainStorage storage, string stateName)
    where T : class
{
    private readonly GrainType _type = GrainType.Create(stateName);

    public async Task<T?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var record = await LoadAsync(key, cancellationToken);
        return record.RecordExists ? record.State : null;
    }

    /// <summary>Writes a record that is not there yet; storage refuses to put it in the place of
    /// another one.</summary>
    public Task AddAsync(string key, T value, CancellationToken cancellationToken) =>
        storage.WriteStateAsync(
            stateName, IdOf(key), new GrainState<T> { State = value }, cancellationToken);

    public async Task WriteAsync(string key, T value, CancellationToken cancellationToken)
    {
        var record = await LoadAsync(key, cancellationToken);
        record.State = value;
        await storage.WriteStateAsync(stateName, IdOf(key), record, cancellationToken);
    }

    public async Task ClearAsync(string key, CancellationToken cancellationToken)
    {
        var record = await LoadAsync(key, cancellationToken);
        if (record.RecordExists)
        {
            await storage.ClearStateAsync(stateName, IdOf(key), record, cancellationToken);
        }
    }

    private async Task<GrainState<T>> LoadAsync(string key, CancellationToken cancellationToken)
    {
        var record = new GrainState<T>();
        await storage.ReadStateAsync(stateName, IdOf(key), record, cancellationToken);
        return record;
    }

    private GrainId IdOf(string key) => GrainId.Create(_type, key);
}
