using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Krewe.Contracts.Onboarding;
using Krewe.Silo.Commands;
using Krewe.Silo.Demo;

namespace Krewe.Silo.Tests.Support;

/// <summary>What is left of a journey: everything that a kill must not change.</summary>
internal sealed record JourneyEnd(
    string Receipts, string Segments, ImmutableArray<string> Differences);

/// <summary>A data folder and a platform that outlive the silo.</summary>
internal sealed class Journey : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CallsTimeMax = TimeSpan.FromSeconds(2);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-kill-");
    private readonly CustomerFiles _files;
    private readonly TestPlatform _platform;
    private readonly ImmutableSortedDictionary<int, ImmutableSortedSet<string>> _audiences;
    private ChildSilo? _silo;
    private bool _isDelivered;

    private Journey(CustomerFiles files, TestPlatform platform)
    {
        _files = files;
        _platform = platform;
        _audiences = files.Audiences();
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Starts with definitions that are stored, and files that wait in the
    /// folder.</summary>
    public static async Task<Journey> BeginAsync(CustomerFiles files)
    {
        var platform = await TestPlatform.StartAsync();
        await platform.FailAsync(
            """[{"match":{"path":"/users"},"action":{"delayMs":30},"times":100000}]""");
        var journey = new Journey(files, platform);
        await File.WriteAllTextAsync(journey.TokenFile, TestPlatform.FirstToken);
        var silo = await journey.Start().ReadyAsync();
        var answer = await silo.SendWorkspaceAsync(
            Workspace(journey.TokenFile), applies: true, None);
        Assert.Empty(answer.Faults);
        journey.PutFiles();
        return journey;
    }

    // With samples of errors, which are to be the same as well.
    private static byte[] Workspace(string tokenFile)
    {
        var workspace = JsonNode.Parse(DemoFiles.Workspace(tokenFile))!;
        foreach (var source in workspace["dataSources"]!.AsArray())
        {
            source!["errorSampling"] = true;
        }

        return Encoding.UTF8.GetBytes(workspace.ToJsonString());
    }

    private string TokenFile => Path.Combine(_folder.FullName, "meta.token");

    /// <summary>Kills the silo and starts it again.</summary>
    public async Task KillAsync()
    {
        await _silo!.DisposeAsync();
        Start();
    }

    /// <summary>Waits until the silo answers.</summary>
    public Task<SiloClient> ReadyAsync() => _silo!.ReadyAsync();

    /// <summary>How far the journey was when it was last looked at.</summary>
    public string Seen { get; private set; } = "";

    /// <summary>Waits until so much of all rows is taken in.</summary>
    public async Task UntilRowsAsync(double fraction) => Assert.True(
        await SiloWaits.UntilAsync(
            async () => await LookAsync() >= fraction * _files.Rows, Patience, None),
        Seen);

    /// <summary>Waits until the platform was called so many times more, if it is.</summary>
    public async Task UntilCallsAsync(int calls)
    {
        var before = await _platform.CountCallsAsync();
        await ReadyAsync();
        await SiloWaits.UntilAsync(
            async () => await _platform.CountCallsAsync() >= before + calls, CallsTimeMax, None);
        await LookAsync();
    }

    /// <summary>Nobody looked.</summary>
    public void Forget() => Seen = "while it started";

    /// <summary>True if all files are done and the platform holds what it should.</summary>
    public async Task<bool> IsOverAsync()
    {
        await LookAsync();
        return _isDelivered && (await DifferencesAsync(await ReadyAsync())).IsEmpty;
    }

    /// <summary>Lets the silo finish, and looks at everything.</summary>
    public async Task<JourneyEnd> EndAsync()
    {
        Assert.True(await SiloWaits.UntilAsync(IsOverAsync, Patience, None), Seen);
        var silo = await ReadyAsync();
        var jobs = await silo.GetJobsAsync(None);
        var segments = await silo.GetSegmentsAsync(1_000, None);
        return new JourneyEnd(
            string.Join('\n', jobs.OrderBy(job => job.File, StringComparer.Ordinal).Select(Tell)),
            string.Join('\n', segments.Select(segment =>
                $"{segment.Id}: {segment.Count}: {string.Join(' ', segment.Members)}")),
            await DifferencesAsync(silo));
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        await _platform.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<long> LookAsync()
    {
        var silo = await ReadyAsync();
        var jobs = await silo.GetJobsAsync(None);
        var destinations = await silo.GetDestinationsAsync(None);
        var done = jobs.Count(job => job.Status == ImportStatus.Done);
        var rows = jobs.Sum(job => job.Progress.Rows);
        var waiting = destinations.Sum(one => one.Totals.Waiting);
        _isDelivered = done == _files.Files.Length && waiting == 0;
        Seen = $"{done} of {_files.Files.Length} files done, {rows} of {_files.Rows} rows, "
            + $"{waiting} waiting, {destinations.Sum(one => one.Totals.Added)} added";
        return rows;
    }

    private ChildSilo Start()
    {
        var environment = TestSettings.EnvironmentFor(_platform.Address);
        environment["Inbound__ChunkLines"] = "200";
        environment["Inbound__PollInterval"] = "00:00:00.050";
        return _silo = ChildSilo.Start(Data, environment);
    }

    private void PutFiles()
    {
        foreach (var file in _files.Files)
        {
            var path = Path.Combine(Data, "inbound", file.Name);
            File.WriteAllBytes(path + ".partial", file.Content);
            File.Move(path + ".partial", path);
        }
    }

    private static string Tell(ImportJob job)
    {
        var text = new StringBuilder($"{job.File} {job.Status} {job.Receipt?.Counters}");
        foreach (var sample in job.Receipt?.Samples ?? [])
        {
            text.Append('\n').Append(sample);
        }

        return text.ToString();
    }

    private async Task<ImmutableArray<string>> DifferencesAsync(SiloClient silo) =>
        DemoComparison.Differences(
            _audiences,
            [.. (await silo.GetDestinationsAsync(None)).SelectMany(one => one.Audiences)],
            await _platform.View.ReadAsync(None));
}
