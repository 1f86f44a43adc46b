using System.Text;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Onboarding;

/// <summary>Files, and traits that they may grant, for the tests of this folder.</summary>
internal static class InboundFiles
{
    public const string Customer = "68079982765673198504052656074456196039";
    public const string Hash = "55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149";

    /// <summary>A file name that is known to be right.</summary>
    public static T Name<T>(string name)
        where T : InboundFileName => Assert.IsType<T>(InboundFileName.Parse(name).Value);

    /// <summary>Reads a file that arrives in buffers cut at the given places.</summary>
    public static List<(LineStatus Status, long Line, string Text)> ReadLines(
        ReadOnlySpan<byte> file, params ReadOnlySpan<int> cuts)
    {
        List<(LineStatus, long, string)> lines = [];
        var state = default(LineReaderState);
        var consumed = 0;
        foreach (var cut in (ReadOnlySpan<int>)[.. cuts, file.Length])
        {
            var isFinal = cut == file.Length;
            var reader = new LineReader(file[consumed..cut], isFinal, state);
            LineStatus status;
            while ((status = reader.Read()) is LineStatus.Line or LineStatus.Overlong)
            {
                lines.Add((status, reader.LineNumber, Encoding.UTF8.GetString(reader.Line)));
            }

            Assert.Equal(isFinal ? LineStatus.End : LineStatus.NeedMoreData, status);
            Assert.True(file[(consumed + reader.ConsumedBytes)..cut].Length
                < OnboardingLimits.BufferLengthMin, "A full buffer made no progress.");
            consumed += reader.ConsumedBytes;
            state = reader.State;
            if (isFinal)
            {
                break;
            }
        }

        Assert.Equal(file.Length, consumed);
        return lines;
    }
}

/// <summary>Traits 100 to 199 are onboarded, 200 to 299 another's, 300 to 399 rule-based. Rules
/// are looked for in the text of the line, one by one.</summary>
internal sealed class FakeTraits : IOnboardingTraits
{
    private const int First = 100;
    private const int ManyCount = 40;
    private const int Together = 150;

    public TraitMatch Find(TraitId id) => id.Value switch
    {
        >= 100 and < 200 => TraitMatch.Onboarded,
        >= 200 and < 300 => TraitMatch.WrongDataSource,
        >= 300 and < 400 => TraitMatch.WrongType,
        _ => TraitMatch.Unknown,
    };

    public int MatchSignals(SignalBuffer signals, Span<TraitId> matches, out int unused)
    {
        var known = 0;
        var found = 0L;
        foreach (var signal in signals.Signals)
        {
            var key = signals.Text.Slice(signal.KeyStart, signal.KeyLength);
            var value = signals.Text.Slice(signal.ValueStart, signal.ValueLength);
            var grants = key.SequenceEqual("ic"u8) && value.SequenceEqual("7"u8) ? 1L
                : key.SequenceEqual("product"u8) && value.SequenceEqual("camera"u8) ? 2L
                : key.SequenceEqual("many"u8) ? (1L << ManyCount) - 1 - 3
                : 0L;
            known += grants != 0 ? 1 : 0;
            found |= grants;
        }

        unused = signals.Count - known;
        found |= (found & 3) == 3 ? 1L << (Together - First) : 0;
        return Write(found, matches);
    }

    private static int Write(long found, Span<TraitId> matches)
    {
        var count = 0;
        for (var at = 0; at < 64; at++)
        {
            if ((found >> at & 1) == 0)
            {
                continue;
            }

            if (count == matches.Length)
            {
                return -1;
            }

            matches[count++] = new TraitId(First + at);
        }

        return count;
    }
}
