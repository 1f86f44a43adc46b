using System.Collections.Immutable;
using Krewe.Contracts.Access;
using Krewe.Domain.Access;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Access;

/// <summary>Keeps the API keys of a workspace: the ring decides, the grain writes.</summary>
internal sealed class ApiKeysGrain(
    [PersistentState("api-keys")] IPersistentState<ApiKeyRing> storage,
    TimeProvider time) : Grain, IApiKeysGrain
{
    public ValueTask<ApiKeyRing?> GetAsync(long known, CancellationToken cancellationToken) =>
        new(storage.State.Version == known ? null : storage.State);

    public ValueTask<ImmutableArray<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        new(storage.State.Keys);

    public Task<ApiKeyReply> CreateAsync(
        ApiKeyRequest request, CancellationToken cancellationToken) =>
        KeepAsync(storage.State.Create(request, time.GetUtcNow()), cancellationToken);

    public Task<ApiKeyReply> RevokeAsync(ApiKeyId id, CancellationToken cancellationToken) =>
        KeepAsync(storage.State.Revoke(id, time.GetUtcNow()), cancellationToken);

    public Task UseAsync(ApiKeyId id, DateOnly day, CancellationToken cancellationToken) =>
        WriteAsync(storage.State.Use(id, day), cancellationToken);

    private async Task<ApiKeyReply> KeepAsync(
        ApiKeyChange change, CancellationToken cancellationToken)
    {
        await WriteAsync(change.Ring, cancellationToken);
        return new ApiKeyReply(change.Key, change.Fault);
    }

    private Task WriteAsync(ApiKeyRing next, CancellationToken cancellationToken) =>
        ReferenceEquals(next, storage.State)
            ? Task.CompletedTask
            : storage.WriteAsync(next, this, cancellationToken);
}
