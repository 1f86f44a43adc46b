using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Workspaces;
using Krewe.Silo.Commands;
using Krewe.Silo.Demo;

namespace Krewe.Silo.Tests.Support;

/// <summary>A silo and an ad platform in this process, with the demo's workspace and
/// customers.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder;
    private readonly JsonNode _workspace;
    private SiloConnection? _connection;
    private long _timestamp = 1_560_431_657;

    private Stage(DirectoryInfo folder, TestPlatform platform)
    {
        _folder = folder;
        Platform = platform;
        _workspace = JsonNode.Parse(DemoFiles.Workspace(TokenFile))!;
    }

    public TestPlatform Platform { get; }

    public SiloClient Silo => _connection!.Silo;

    /// <summary>The graph, for the owner of the data folder.</summary>
    public GraphClient Graph() => new(Silo.Address, _connection!.Key);

    /// <summary>The graph, for the holder of a new key.</summary>
    public async Task<GraphClient> GraphAsync(string role)
    {
        var key = await Silo.CreateKeyAsync($"{role} of the test", role, None);
        return new GraphClient(Silo.Address, key.Key);
    }

    public string TokenFile => Path.Combine(_folder.FullName, "meta.token");

    /// <summary>A stage on which all three customers are where they belong.</summary>
    public static async Task<Stage> OpenAsync()
    {
        var stage = new Stage(
            Directory.CreateTempSubdirectory("krewe-test-"), await TestPlatform.StartAsync());
        await File.WriteAllTextAsync(stage.TokenFile, TestPlatform.FirstToken);
        await stage.StartAsync(TimeProvider.System);
        await stage.ApplyAsync(_ => { });
        foreach (var file in DemoFiles.Arrival(DateTimeOffset.UnixEpoch.AddSeconds(1_500_000_000)))
        {
            await stage.ImportAsync(file.Name, file.Content);
        }

        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
        return stage;
    }

    public async Task RestartAsync(TimeProvider time)
    {
        await _connection!.DisposeAsync();
        await StartAsync(time);
    }

    /// <summary>Changes the workspace and applies it, with so many warnings.</summary>
    public async Task ApplyAsync(Action<JsonNode> change, int warnings = 0)
    {
        change(_workspace);
        var answer = await Silo.SendWorkspaceAsync(
            Encoding.UTF8.GetBytes(_workspace.ToJsonString()), applies: true, None);
        Assert.Equal(warnings, answer.Faults.Length);
        Assert.All(answer.Faults, fault => Assert.Equal(Severity.Warning, fault.Severity));
    }

    /// <summary>Sends lines for the data source of the customers.</summary>
    public Task<ImportJob> SendAsync(string ending, params string[] lines) => ImportAsync(
        string.Create(
            CultureInfo.InvariantCulture, $"ftp_dpm_999999_123_{++_timestamp}.{ending}"),
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    /// <summary>Sends a file, and waits until it is in.</summary>
    public async Task<ImportJob> ImportAsync(string name, byte[] content)
    {
        using var stream = new MemoryStream(content);
        var job = await Silo.ImportAsync(name, stream, _ => { }, None);
        Assert.Equal(ImportStatus.Done, job.Status);
        return job;
    }

    /// <summary>Waits until the platform holds these people of the demo, and asserts it.</summary>
    public async Task ExpectAsync(params (int Segment, int[] People)[] expected)
    {
        var wanted = DemoComparison.Expect(expected);
        await SiloWaits.UntilAsync(
            async () => (await DifferencesAsync(wanted)).IsEmpty, Patience, None);
        Assert.Empty(await DifferencesAsync(wanted));
        Assert.Empty(await Platform.View.ReadViolationsAsync(None));
    }

    /// <summary>Waits for something on the destination.</summary>
    public async Task UntilPausedAsync(bool isPaused) => Assert.True(await SiloWaits.UntilAsync(
        async () =>
            (await Silo.GetDestinationsAsync(None))[0].PausedBecause is not null == isPaused,
        Patience,
        None));

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await Platform.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(TimeProvider time) =>
        _connection = await SiloConnection.StartAsync(
            new SiloSettings
            {
                DataDirectory = Path.Combine(_folder.FullName, "data"),
                Urls = SiloSettings.AnyFreeUrl,
                IsQuiet = true,
                Time = time,
                Overrides = TestSettings.For(Platform.Address),
            },
            None);

    private async Task<ImmutableArray<string>> DifferencesAsync(
        ImmutableSortedDictionary<int, ImmutableSortedSet<string>> expected) =>
        DemoComparison.Differences(
            expected,
            [.. (await Silo.GetDestinationsAsync(None)).SelectMany(one => one.Audiences)],
            await Platform.View.ReadAsync(None));
}
