using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Krewe.Domain.Onboarding;

namespace Krewe.Silo.Tests.Support;

/// <summary>A trait file of any length with one bad line in a hundred, and its receipt.</summary>
/// <remarks>Bad lines take turns through every kind of fault, so their number in each counter
/// follows from the length alone. The first user has more lines than are taken of one.</remarks>
internal sealed class LargeFile
{
    public const string Name = "ftp_dpm_999999_123_1560431657.sync.gz";

    private const int BadEvery = 100;
    private const int HeavyUserLines = 250;
    private const int HeavyUserLinesTaken = 200;

    private static readonly ImmutableArray<BadLine> BadLines =
    [
        .. new[]
        {
            "no tab at all",
            "x1\td_sid=12345\td_sid=23456",
            "\td_sid=12345",
            "x2\t",
            "x3\tneither",
            "x4\td_sid=abc",
            "x5\t5=6",
            "x6\tkey=",
            "x7\tkey=\"open",
            "x8\tk\"e\"y=1",
            "x9\tkey=\u201cvalue\u201d",
            "x10\tkey=a\u0001b",
        }.Select(line => new BadLine(Bytes(line), FormatError)),
        new([(byte)'x', 0xff, (byte)'\t', .. "d_sid=12345"u8], FormatError),
        .. new[]
        {
            new string('i', 2_000) + "\td_sid=12345",
            " x11\td_sid=12345",
            "x12:13\td_sid=12345",
            "n/a\td_sid=12345",
        }.Select(line => new BadLine(Bytes(line), InvalidId)),
        new(Bytes("a@krewe.example\td_sid=12345"), old => InvalidId(old) with
        {
            RawEmails = old.RawEmails + 1,
        }),
        new(Bytes("x14\td_sid=99999"), old => NoTrait(old) with
        {
            UnknownTraits = old.UnknownTraits + 1,
        }),
        new(Bytes("x15\tcolour=red"), old => NoTrait(old) with
        {
            Signals = old.Signals + 1,
            UnusedSignals = old.UnusedSignals + 1,
        }),
        new(Bytes("x16\td_sid=12345" + new string(',', OnboardingLimits.LineLengthMax)), old =>
            old with { OverlongLines = old.OverlongLines + 1 }),
    ];

    private int _good;

    private LargeFile()
    {
    }

    /// <summary>What the receipt says.</summary>
    public ImportCounters Expected { get; private set; }

    /// <summary>How many users have a profile.</summary>
    public int Users => _good - HeavyUserLines + 1;

    /// <summary>Writes a file of so many lines.</summary>
    public static LargeFile Write(Stream output, int lines)
    {
        var file = new LargeFile();
        using var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);
        using var text = new BufferedStream(gzip, 1 << 20);
        for (var line = 1; line <= lines; line++)
        {
            file.WriteLine(text, line);
        }

        return file;
    }

    private void WriteLine(BufferedStream text, int line)
    {
        var content = line % BadEvery == 0
            ? Bad(BadLines[line / BadEvery % BadLines.Length])
            : Good(line);
        text.Write(content);
        text.WriteByte((byte)'\n');
        Expected = Expected with { Bytes = Expected.Bytes + content.Length + 1 };
    }

    private byte[] Bad(BadLine line)
    {
        Expected = line.Count(Expected);
        return line.Content;
    }

    private byte[] Good(int line)
    {
        _good++;
        var isTaken = _good is <= HeavyUserLinesTaken or > HeavyUserLines;
        Expected = isTaken
            ? Expected with
            {
                Received = Expected.Received + 1,
                RealizedTraits = Expected.RealizedTraits + 2,
                PendingSync = Expected.PendingSync + 1,
            }
            : Expected with { LinesOverUserMax = Expected.LinesOverUserMax + 1 };
        var user = _good <= HeavyUserLines ? 0 : line;
        return Bytes(string.Create(
            CultureInfo.InvariantCulture, $"c{user}\td_sid=12345,d_sid=23456"));
    }

    private static ImportCounters FormatError(ImportCounters old) => old with
    {
        Received = old.Received + 1,
        FormatErrors = old.FormatErrors + 1,
    };

    private static ImportCounters InvalidId(ImportCounters old) => old with
    {
        Received = old.Received + 1,
        InvalidCustomerIds = old.InvalidCustomerIds + 1,
    };

    private static ImportCounters NoTrait(ImportCounters old) => old with
    {
        Received = old.Received + 1,
        NoTraitRealized = old.NoTraitRealized + 1,
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record BadLine(byte[] Content, Func<ImportCounters, ImportCounters> Count);
}
