using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Embedded;

/// <summary>Where the explicit subscriptions of grains are kept, stream by stream.</summary>
internal interface ISubscriptionStore
{
    Task<PubSubEntry[]> LoadAsync(StreamId id);

    Task SaveAsync(StreamId id, PubSubEntry[] entries);
}

/// <summary>The explicit subscriptions of one stream, as a grain storage keeps them.</summary>
internal sealed record PubSubState(PubSubEntry[] Entries)
{
    public PubSubState()
        : this([])
    {
    }
}

internal sealed record PubSubEntry(Guid Id, string Grain);

/// <summary>Subscriptions in the grain storage called PubSubStore.</summary>
internal sealed class StorageSubscriptions(IGrainStorage storage, string provider)
    : ISubscriptionStore
{
    private const string StateName = "pubsub";

    public async Task<PubSubEntry[]> LoadAsync(StreamId id) => (await ReadAsync(id)).State.Entries;

    public async Task SaveAsync(StreamId id, PubSubEntry[] entries)
    {
        var state = await ReadAsync(id);
        state.State = new PubSubState(entries);
        await storage.WriteStateAsync(StateName, KeyOf(id), state);
    }

    internal static StorageSubscriptions? Find(IServiceProvider services, string provider) =>
        services.GetKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_PUBSUB_PROVIDER_NAME)
            is { } storage
                ? new StorageSubscriptions(storage, provider)
                : null;

    private async Task<GrainState<PubSubState>> ReadAsync(StreamId id)
    {
        var state = new GrainState<PubSubState>();
        await storage.ReadStateAsync(StateName, KeyOf(id), state);
        return state;
    }

    private GrainId KeyOf(StreamId id) => GrainId.Create(StateName, $"{provider}/{id}");
}

/// <summary>Subscriptions beside the items of a durable provider.</summary>
/// <remarks>
/// <code>
/// key    length of the namespace (2) | namespace | stream key
/// value  version 1 | count (4) | each: id (16) | length (4) | grain id, UTF-8    little endian
/// </code>
/// </remarks>
internal sealed class DurableSubscriptions(IDurableStore store, string provider)
    : ISubscriptionStore
{
    private const byte Version = 1;
    private const int EntryHeadLength = 20;

    private readonly string _table = "subscriptions." + provider;

    public async Task<PubSubEntry[]> LoadAsync(StreamId id) =>
        await store.ReadAsync(_table, KeyOf(id), CancellationToken.None) is { } value
            ? Decode(value.Span)
            : [];

    public Task SaveAsync(StreamId id, PubSubEntry[] entries) => store.WriteAsync(
        [new DurableWrite(
            _table,
            KeyOf(id),
            entries.Length == 0 ? default(ReadOnlyMemory<byte>?) : Encode(entries))],
        CancellationToken.None).AsTask();

    private static byte[] KeyOf(StreamId id)
    {
        var full = id.FullKey.Span;
        var key = new byte[2 + full.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(key, id.KeyIndex);
        full.CopyTo(key.AsSpan(2));
        return key;
    }

    private static byte[] Encode(PubSubEntry[] entries)
    {
        var names = Array.ConvertAll(entries, each => Encoding.UTF8.GetBytes(each.Grain));
        var value = new byte[5 + names.Sum(each => EntryHeadLength + each.Length)];
        value[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(1), entries.Length);
        var at = 5;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i].Id.TryWriteBytes(value.AsSpan(at));
            BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(at + 16), names[i].Length);
            names[i].CopyTo(value.AsSpan(at + EntryHeadLength));
            at += EntryHeadLength + names[i].Length;
        }
        return value;
    }

    private static PubSubEntry[] Decode(ReadOnlySpan<byte> value)
    {
        if (value.Length < 5 || value[0] != Version)
        {
            throw new InvalidDataException(
                $"subscriptions of {value.Length} bytes are not of version {Version}: they were "
                + "written by a later program");
        }
        var entries = new PubSubEntry[BinaryPrimitives.ReadInt32LittleEndian(value[1..])];
        var rest = value[5..];
        for (var i = 0; i < entries.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest[16..]);
            entries[i] = new PubSubEntry(
                new Guid(rest[..16]),
                Encoding.UTF8.GetString(rest.Slice(EntryHeadLength, length)));
            rest = rest[(EntryHeadLength + length)..];
        }
        return entries;
    }
}
