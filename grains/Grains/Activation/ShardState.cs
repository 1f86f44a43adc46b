using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Codecs;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Activation;

/// <summary>Where a shard is in its work.</summary>
/// <remarks>
/// Pages from <see cref="Head"/> to before <see cref="Tail"/> wait, those before
/// <see cref="WindowEnd"/> are being carried out. A window that was begun is repeated with exactly
/// these pages until it succeeds: what an attempt left at the platform is only known to be what
/// this window asks for. Further pages and roster pages may exist behind the ends known here.
/// </remarks>
[GenerateSerializer, Immutable, Alias("shard-state")]
internal sealed record ShardState
{
    /// <summary>That no walk over the roster is under way.</summary>
    public const int NoRefill = -1;

    [Id(0)]
    public long Head { get; init; }

    [Id(1)]
    public long WindowEnd { get; init; }

    [Id(2)]
    public long Tail { get; init; }

    /// <summary>The roster page that takes new identifiers; those before it are full.</summary>
    [Id(3)]
    public int Roster { get; init; }

    /// <summary>The roster page to fill audiences from next, because one was made anew.</summary>
    [Id(4)]
    public int Refill { get; init; } = NoRefill;

    /// <summary>The audience of each segment that was last sent to.</summary>
    [Id(5)]
    public ImmutableDictionary<SegmentId, string> Audiences { get; init; } =
        ImmutableDictionary<SegmentId, string>.Empty;

    [Id(6)]
    public ShardStatus Totals { get; init; } = new();
}

/// <summary>The binary form of <see cref="ShardState"/>.</summary>
/// <remarks>Format 1 ends before what is counted by segment.</remarks>
internal static class ShardStateCodec
{
    private const byte FormatBeforeSegments = 1;
    private const byte FormatVersion = 2;

    public static ReadOnlyMemory<byte> Write(ShardState state)
    {
        var writer = new StateWriter(128);
        writer.Byte(FormatVersion);
        writer.Signed(state.Head);
        writer.Signed(state.WindowEnd);
        writer.Signed(state.Tail);
        writer.Count(state.Roster);
        writer.Signed(state.Refill);
        writer.Count(state.Audiences.Count);
        foreach (var (segment, audience) in state.Audiences.OrderBy(pair => pair.Key))
        {
            writer.Count(segment.Value);
            StateText.Write(writer, audience);
        }

        WriteTotals(writer, state.Totals);
        WriteSegments(writer, state.Totals.Segments);
        return writer.Finish();
    }

    public static ShardState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("destination shard", FormatVersion, FormatBeforeSegments);
        return new ShardState
        {
            Head = reader.Signed(),
            WindowEnd = reader.Signed(),
            Tail = reader.Signed(),
            Roster = reader.Int(),
            Refill = (int)reader.Signed(),
            Audiences = ReadAudiences(ref reader),
            Totals = ReadTotals(ref reader),
        };
    }

    private static ImmutableDictionary<SegmentId, string> ReadAudiences(ref StateReader reader)
    {
        var audiences = ImmutableDictionary.CreateBuilder<SegmentId, string>();
        for (var left = reader.Count(); left > 0; left--)
        {
            audiences[new SegmentId(reader.Int())] = StateText.Read(ref reader);
        }

        return audiences.ToImmutable();
    }

    private static void WriteTotals(StateWriter writer, ShardStatus totals)
    {
        writer.Signed(totals.Added);
        writer.Signed(totals.Removed);
        writer.Signed(totals.Rejected);
        StateText.WriteMaybe(writer, totals.LastRejection);
        writer.Signed(totals.Waiting);
        writer.Signed(totals.Retries);
        writer.Signed(totals.Suppressed);
        WriteInstant(writer, totals.LastDelivered);
    }

    private static ShardStatus ReadTotals(ref StateReader reader)
    {
        var totals = new ShardStatus
        {
            Added = reader.Signed(),
            Removed = reader.Signed(),
            Rejected = reader.Signed(),
            LastRejection = StateText.ReadMaybe(ref reader),
            Waiting = reader.Signed(),
            Retries = reader.Signed(),
        };
        return reader.Format == FormatBeforeSegments
            ? totals
            : totals with
            {
                Suppressed = reader.Signed(),
                LastDelivered = ReadInstant(ref reader),
                Segments = ReadSegments(ref reader),
            };
    }

    private static void WriteSegments(
        StateWriter writer, ImmutableDictionary<SegmentId, SegmentDelivery> segments)
    {
        writer.Count(segments.Count);
        foreach (var (segment, delivery) in segments.OrderBy(pair => pair.Key))
        {
            writer.Count(segment.Value);
            writer.Signed(delivery.Added);
            writer.Signed(delivery.Removed);
            writer.Signed(delivery.Suppressed);
            writer.Signed(delivery.Rejected);
            writer.Signed(delivery.Waiting);
            WriteInstant(writer, delivery.LastDelivered);
        }
    }

    private static ImmutableDictionary<SegmentId, SegmentDelivery> ReadSegments(
        ref StateReader reader)
    {
        var segments = ImmutableDictionary.CreateBuilder<SegmentId, SegmentDelivery>();
        for (var left = reader.Count(); left > 0; left--)
        {
            segments[new SegmentId(reader.Int())] = new SegmentDelivery
            {
                Added = reader.Signed(),
                Removed = reader.Signed(),
                Suppressed = reader.Signed(),
                Rejected = reader.Signed(),
                Waiting = reader.Signed(),
                LastDelivered = ReadInstant(ref reader),
            };
        }

        return segments.ToImmutable();
    }

    // Unix milliseconds; nothing was sent in 1970, so 0 says that there is no instant.
    private static void WriteInstant(StateWriter writer, DateTimeOffset? instant) =>
        writer.Signed(instant?.ToUnixTimeMilliseconds() ?? 0);

    private static DateTimeOffset? ReadInstant(ref StateReader reader) =>
        reader.Signed() is var milliseconds and not 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
