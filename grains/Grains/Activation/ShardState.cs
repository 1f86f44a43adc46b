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
internal static class ShardStateCodec
{
    private const byte FormatVersion = 1;

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
        return writer.Finish();
    }

    public static ShardState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("destination shard", FormatVersion);
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
        writer.Bool(totals.LastRejection is not null);
        if (totals.LastRejection is { } reason)
        {
            StateText.Write(writer, reason);
        }

        writer.Signed(totals.Waiting);
        writer.Signed(totals.Retries);
    }

    private static ShardStatus ReadTotals(ref StateReader reader) => new()
    {
        Added = reader.Signed(),
        Removed = reader.Signed(),
        Rejected = reader.Signed(),
        LastRejection = reader.Bool() ? StateText.Read(ref reader) : null,
        Waiting = reader.Signed(),
        Retries = reader.Signed(),
    };
}
