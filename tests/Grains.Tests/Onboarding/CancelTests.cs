using Krewe.Contracts.Onboarding;

namespace Krewe.Grains.Tests.Onboarding;

/// <summary>Imports that somebody stops, before and while they are read.</summary>
public sealed class CancelTests : IDisposable
{
    private const string File = "ftp_dpm_10_10_1780000000.sync";
    private const int Lines = 25 * InboundSilo.ChunkLines;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-cancel-");

    [Fact]
    public async Task Job_that_is_not_there_or_over_is_not_canceled()
    {
        await using var silo = await StartAsync();
        Assert.Null(await silo.Job(1).CancelAsync(None));

        Put(lines: 1);
        var over = await silo.UntilClosedAsync(1);

        Assert.Null(await silo.Job(1).CancelAsync(None));
        Assert.Equal(over, await silo.Job(1).GetAsync(None));
        Assert.Equal(ImportStatus.Done, over.Status);
    }

    [Fact]
    public async Task Job_that_waits_is_over_at_once_and_its_file_goes_to_the_archive_unread()
    {
        await using var silo = await StartAsync();
        await silo.UntilTidyAsync();
        await silo.Inbound.EnqueueAsync(File, 1, None);

        var canceled = await silo.Job(1).CancelAsync(None);

        Assert.Equal((ImportStatus.Canceled, true, 0), (
            canceled?.Status, canceled?.Receipt?.IsCanceled, canceled?.Receipt?.Counters.InFile));
        Assert.Null(await silo.Job(1).CancelAsync(None));

        // A reader that was on its way does not begin it again.
        await silo.Job(1).StartAsync(None);
        Assert.Equal(canceled, await silo.Job(1).GetAsync(None));
        Put(Lines);
        var over = await silo.UntilClosedAsync(1);

        Assert.Equal((ImportStatus.Canceled, File), (over.Status, over.Archived));
        Assert.Equal(
            ("The import was canceled before it began.", 0),
            (over.Receipt?.Error, over.Receipt?.Counters.InFile));
        Assert.True(Archived(File));
    }

    [Fact]
    public async Task Job_that_is_read_stops_and_keeps_what_was_stored()
    {
        await using var silo = await StartAsync();
        silo.CanceledJob = 1;
        Put(Lines);

        var over = await silo.UntilClosedAsync(1);

        var inFile = over.Receipt?.Counters.InFile ?? 0;
        Assert.Equal((ImportStatus.Canceled, File), (over.Status, over.Archived));
        Assert.Equal(2 * InboundSilo.ChunkLines, inFile);
        Assert.Equal(inFile, over.Receipt?.Counters.Stored);
        Assert.Equal(
            $"The import was canceled. {inFile} lines before it are in.", over.Receipt?.Error);
        var written = await System.IO.File.ReadAllTextAsync(
            InFolder("archive", File + ".receipt.json"));
        Assert.Contains("\"isCanceled\": true", written, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"traits\"", written, StringComparison.Ordinal);
        Assert.True(Archived(File));
    }

    [Fact]
    public async Task File_that_ends_before_the_stop_is_done()
    {
        await using var silo = await StartAsync();
        silo.CanceledJob = 1;
        Put(InboundSilo.ChunkLines);

        var over = await silo.UntilClosedAsync(1);

        Assert.Equal((ImportStatus.Done, false), (over.Status, over.Receipt?.IsCanceled));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<InboundSilo> StartAsync() =>
        InboundSilo.StartAsync(_folder.FullName, InboundSilo.NewStorage());

    private bool Archived(string file) => System.IO.File.Exists(InFolder("archive", file))
        && !System.IO.File.Exists(InFolder("inbound", file));

    private string InFolder(string folder, string file) =>
        Path.Combine(_folder.FullName, folder, file);

    private void Put(int lines)
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "inbound"));
        var path = InFolder("inbound", File);
        System.IO.File.WriteAllLines(
            path + ".partial", Enumerable.Range(0, lines).Select(line => $"user{line}\td_sid=1"));
        System.IO.File.Move(path + ".partial", path);
    }
}
