using System.Collections.Immutable;
using Krewe.Domain.Codecs;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>The binary form that a <see cref="LedgerEntry"/> is kept in.</summary>
/// <remarks>
/// <para>Shape: a version byte, then claims, holdings, refusals and trials, each with its count;
/// text as the length of its UTF-8 and the bytes. Format 1 ends before the trials. Golden bytes in
/// the tests hold it still.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the future.</para>
/// </remarks>
public static class LedgerCodec
{
    private const byte FormatBeforeTrials = 1;
    private const byte FormatVersion = 2;
    private const int TypicalLength = 64;

    /// <summary>Writes an entry.</summary>
    public static ReadOnlyMemory<byte> Write(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var writer = new StateWriter(TypicalLength);
        writer.Byte(FormatVersion);
        WriteClaims(writer, entry.Claims);
        writer.Count(entry.Holdings.Length);
        foreach (var holding in entry.Holdings)
        {
            writer.Count(holding.Segment.Value);
            StateText.Write(writer, holding.Audience);
        }

        writer.Count(entry.Refusals.Length);
        foreach (var refusal in entry.Refusals)
        {
            writer.Count(refusal.Segment.Value);
            writer.Signed(refusal.Version);
        }

        WriteTrials(writer, entry.Trials);
        return writer.Finish();
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static LedgerEntry Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("ledger entry", FormatVersion, FormatBeforeTrials);
        return new LedgerEntry
        {
            Claims = ReadClaims(ref reader),
            Holdings = ReadHoldings(ref reader),
            Refusals = ReadRefusals(ref reader),
            Trials = reader.Format > FormatBeforeTrials ? ReadTrials(ref reader) : [],
        };
    }

    private static void WriteClaims(StateWriter writer, ImmutableArray<LedgerClaim> claims)
    {
        writer.Count(claims.Length);
        foreach (var claim in claims)
        {
            writer.Count(claim.Segment.Value);
            writer.Fixed(claim.Member);
            writer.Signed(claim.Version);
            writer.Bool(claim.Joined);
            writer.Signed(claim.At);
        }
    }

    private static ImmutableArray<LedgerClaim> ReadClaims(ref StateReader reader)
    {
        var claims = ImmutableArray.CreateBuilder<LedgerClaim>(reader.Count());
        while (claims.Count < claims.Capacity)
        {
            claims.Add(new LedgerClaim(
                new SegmentId(reader.Int()),
                reader.Fixed(),
                reader.Signed(),
                reader.Bool(),
                reader.Signed()));
        }

        return claims.MoveToImmutable();
    }

    private static ImmutableArray<LedgerHolding> ReadHoldings(ref StateReader reader)
    {
        var holdings = ImmutableArray.CreateBuilder<LedgerHolding>(reader.Count());
        while (holdings.Count < holdings.Capacity)
        {
            holdings.Add(new LedgerHolding(
                new SegmentId(reader.Int()), StateText.Read(ref reader)));
        }

        return holdings.MoveToImmutable();
    }

    private static ImmutableArray<LedgerRefusal> ReadRefusals(ref StateReader reader)
    {
        var refusals = ImmutableArray.CreateBuilder<LedgerRefusal>(reader.Count());
        while (refusals.Count < refusals.Capacity)
        {
            refusals.Add(new LedgerRefusal(new SegmentId(reader.Int()), reader.Signed()));
        }

        return refusals.MoveToImmutable();
    }

    private static void WriteTrials(StateWriter writer, ImmutableArray<LedgerTrial> trials)
    {
        writer.Count(trials.Length);
        foreach (var trial in trials)
        {
            writer.Count(trial.Segment.Value);
            writer.Count(trial.Attempts);
            writer.Signed(trial.At);
            StateText.WriteMaybe(writer, trial.Reason);
        }
    }

    private static ImmutableArray<LedgerTrial> ReadTrials(ref StateReader reader)
    {
        var trials = ImmutableArray.CreateBuilder<LedgerTrial>(reader.Count());
        while (trials.Count < trials.Capacity)
        {
            trials.Add(new LedgerTrial(
                new SegmentId(reader.Int()),
                reader.Int(),
                reader.Signed(),
                StateText.ReadMaybe(ref reader)));
        }

        return trials.MoveToImmutable();
    }
}
