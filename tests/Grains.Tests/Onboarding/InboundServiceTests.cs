using System.IO.Compression;
using System.Text;
using Krewe.Contracts.Onboarding;

namespace Krewe.Grains.Tests.Onboarding;

/// <summary>A process that ends between the move of a file and the end of its job leaves nothing
/// behind.</summary>
/// <remarks>The files are of a data source that nobody defines, so each is refused with a receipt
/// and archived.</remarks>
public sealed class InboundServiceTests : IDisposable
{
    private const string File = "ftp_dpm_5_1560431657.sync";

    private static readonly byte[] PackedNothing =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-inbound-");

    [Fact]
    public async Task Job_whose_file_was_moved_is_ended_at_the_next_start_however_many_came_after()
    {
        const int later = 150;
        var storage = InboundSilo.NewStorage();
        Put(File);
        await using (var silo = await InboundSilo.StartAsync(Path, storage, brokenJob: 1))
        {
            await silo.UntilBrokenAsync();
            for (var number = 0; number < later; number++)
            {
                Put($"ftp_dpm_6_{1_560_431_657 + number}.sync");
            }

            await silo.UntilClosedAsync(later + 1);
        }

        await using var next = await InboundSilo.StartAsync(Path, storage);
        var job = await next.UntilClosedAsync(1);

        Assert.Equal((ImportStatus.Failed, File), (job.Status, job.Archived));
    }

    [Fact]
    public async Task Next_file_of_the_same_name_is_read_for_itself()
    {
        var storage = InboundSilo.NewStorage();
        Put(File);
        await using (var silo = await InboundSilo.StartAsync(Path, storage, brokenJob: 1))
        {
            await silo.UntilBrokenAsync();
        }

        Put(File, "a line more\n");
        await using var next = await InboundSilo.StartAsync(Path, storage);
        var first = await next.UntilClosedAsync(1);
        var second = await next.UntilClosedAsync(2);

        Assert.Equal((File, 7), (first.Archived, first.SizeBytes));
        Assert.Equal((File + ".2", 19), (second.Archived, second.SizeBytes));
        Assert.Equal(19, new FileInfo(InFolder("archive", File + ".2")).Length);
    }

    [Fact]
    public async Task Next_file_of_the_same_name_is_read_for_itself_while_the_process_goes_on()
    {
        var storage = InboundSilo.NewStorage();
        Put(File);
        await using var silo = await InboundSilo.StartAsync(Path, storage, brokenJob: 1);
        await silo.UntilBrokenAsync();
        Put("ftp_dpm_6_1560431657.sync");
        await silo.UntilClosedAsync(2);

        Assert.True(System.IO.File.Exists(InFolder("archive", File)));
        Assert.False(System.IO.File.Exists(InFolder("inbound", File)));
    }

    [Theory]
    [InlineData("cut", "is cut off or damaged")]
    [InlineData("without its end", "is cut off or damaged")]
    [InlineData("plain", "is not packed with gzip")]
    [InlineData("two bytes", "is cut off or damaged")]
    [InlineData("nothing", "has no line")]
    [InlineData("blank", "has no line")]
    public async Task Packed_file_that_is_not_whole_or_empty_fails(string what, string error)
    {
        const string packed = "ftp_dpm_10_1560431657.sync.gz";
        var lines = string.Concat(Enumerable.Range(0, 2_000)
            .Select(row => $"c{row * 7_919 % 10_007}\td_sid=1\n"));
        var whole = Gzip(what is "blank" ? "\n\n" : lines);
        var content = what switch
        {
            "cut" => whole[..(whole.Length / 2)],
            "without its end" => whole[..^8],
            "plain" => Encoding.UTF8.GetBytes(lines),
            "two bytes" => whole[..2],
            "nothing" => PackedNothing,
            _ => whole,
        };
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "inbound"));
        await System.IO.File.WriteAllBytesAsync(InFolder("inbound", packed), content);
        await using var silo = await InboundSilo.StartAsync(Path, InboundSilo.NewStorage());
        var job = await silo.UntilClosedAsync(1);

        Assert.Equal(ImportStatus.Failed, job.Status);
        Assert.Contains($"File '{packed}' {error}", job.Receipt!.Error);
    }

    [Fact]
    public async Task File_that_was_not_whole_when_it_was_taken_up_fails()
    {
        const string growing = "ftp_dpm_10_1560431657.sync";
        await using var silo = await InboundSilo.StartAsync(Path, InboundSilo.NewStorage());
        silo.Keeping = () =>
            System.IO.File.AppendAllText(InFolder("inbound", growing), "one more\n");
        Put(growing);
        var job = await silo.UntilClosedAsync(1);

        Assert.Equal(ImportStatus.Failed, job.Status);
        Assert.Contains("grew from 7 to 16 bytes while it was read", job.Receipt!.Error);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Path => _folder.FullName;

    private string InFolder(string folder, string file) =>
        System.IO.Path.Combine(Path, folder, file);

    private void Put(string file, string more = "")
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "inbound"));
        var path = InFolder("inbound", file);
        System.IO.File.WriteAllText(path + ".partial", "a line\n" + more);
        System.IO.File.Move(path + ".partial", path);
    }
}
