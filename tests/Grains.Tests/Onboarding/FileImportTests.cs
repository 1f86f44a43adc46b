using System.Text;
using Krewe.Contracts.Onboarding;
using Krewe.Grains.Onboarding;

namespace Krewe.Grains.Tests.Onboarding;

public sealed class FileImportTests
{
    private const int ChunkLines = 4;

    // Few users: nearly all are in chunks that follow each other.
    private const int Users = 3;

    [Theory]
    [InlineData("ftp_dpm_10_10_1780000000.sync", 1)]
    [InlineData("ftp_dpm_10_10_1780000000.sync", 2)]
    [InlineData("ftp_dpm_10_10_1780000000.overwrite", 3)]
    [InlineData("ftp_dpm_10_10_1780000000.overwrite", 4)]
    public async Task An_import_that_breaks_off_at_every_checkpoint_counts_as_if_it_never_had(
        string name, int seed)
    {
        var content = Lines(new Random(seed));
        var whole = await ImportAsync(name, content, breaksOff: false);
        var broken = await ImportAsync(name, content, breaksOff: true);

        Assert.Equal(whole.Counters, broken.Counters);
        Assert.Equal(whole.OffsetBytes, broken.OffsetBytes);
        Assert.Equal(whole.Samples, broken.Samples);
        Assert.True(whole.Counters.Received > 10 * ChunkLines);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task An_import_that_is_told_to_stop_counts_what_it_applied_and_can_go_on(int seed)
    {
        const string name = "ftp_dpm_10_10_1780000000.sync";
        var content = Lines(new Random(seed));
        var whole = await ImportAsync(name, content, breaksOff: false);
        await using var silo = await ImportSilo.StartAsync();
        using var file = new TestFile(name, content);

        var (stopped, isStopped) = await ImportAsync(
            silo, file, new ImportCheckpoint { At = silo.Now }, goesOn: false);
        var (ended, isEndStopped) = await ImportAsync(silo, file, stopped, goesOn: true);

        // Told at the first checkpoint: the chunk that is applied meanwhile is the last.
        Assert.Equal((true, 2L * ChunkLines), (isStopped, stopped.Counters.InFile));
        Assert.Equal((false, whole.Counters), (isEndStopped, ended.Counters));
    }

    [Fact]
    public async Task An_import_that_is_told_to_stop_at_its_end_has_not_stopped()
    {
        await using var silo = await ImportSilo.StartAsync();
        using var file = new TestFile(
            "ftp_dpm_10_10_1780000000.sync", Encoding.UTF8.GetBytes("1u\td_sid=1\n"));

        var (ended, isStopped) = await ImportAsync(
            silo, file, new ImportCheckpoint { At = silo.Now }, goesOn: false);

        Assert.Equal((false, 1L), (isStopped, ended.Counters.InFile));
    }

    private static async Task<(ImportCheckpoint Checkpoint, bool IsStopped)> ImportAsync(
        ImportSilo silo, TestFile file, ImportCheckpoint from, bool goesOn)
    {
        var import = new FileImport(
            silo.Plan(file, ChunkLines), silo.Calls, silo.NewEffects, silo.Time);
        await using var stream = file.Open();
        var last = await import.RunAsync(
            stream, from, _ => Task.FromResult(goesOn), CancellationToken.None);
        return (last, import.IsStopped);
    }

    private static async Task<ImportCheckpoint> ImportAsync(
        string name, byte[] content, bool breaksOff)
    {
        await using var silo = await ImportSilo.StartAsync();
        using var file = new TestFile(name, content);
        var known = new ImportCheckpoint { At = silo.Now };
        var kept = known;
        while (true)
        {
            var import = new FileImport(
                silo.Plan(file, ChunkLines), silo.Calls, silo.NewEffects, silo.Time);
            try
            {
                await using var stream = file.Open();
                return await import.RunAsync(stream, known, KeepAsync, CancellationToken.None);
            }
            catch (IOException)
            {
                // Taken up again from what was kept.
                known = kept;
            }

            Task<bool> KeepAsync(ImportCheckpoint checkpoint)
            {
                if (breaksOff && checkpoint.OffsetBytes > known.OffsetBytes + (content.Length / 8))
                {
                    throw new IOException("broke off");
                }

                kept = checkpoint;
                return Task.FromResult(true);
            }
        }
    }

    private static byte[] Lines(Random random)
    {
        var text = new StringBuilder();
        for (var line = 0; line < 30 * ChunkLines; line++)
        {
            var remove = random.Next(3) == 0 ? "d_unsid" : "d_sid";
            text.Append(random.Next(Users)).Append("u\t").Append(remove).Append('=')
                .Append(random.Next(1, 5)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
