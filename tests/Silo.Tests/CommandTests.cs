using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-command-");

    [Fact]
    public async Task Apply_names_every_mistake_with_its_place_and_changes_nothing()
    {
        var bad = Write("bad.json", """
            {
              "partnerId": "x",
              "unknown": 1
            }
            """);

        var (exitCode, output) = await RunAsync("apply", bad);
        Assert.Equal(1, exitCode);
        Assert.Contains("bad.json: $.partnerId (line 2, column 16): error: ", output);
        Assert.Contains("bad.json: $.unknown (line 3, column 3): error: ", output);
        Assert.Contains("2 mistakes; nothing is changed.", output);

        var (_, plan) = await RunAsync("plan", Workspace());
        Assert.Contains("Changes that apply would make: 23.", plan);
    }

    [Fact]
    public async Task Apply_says_what_changes_and_the_second_time_that_nothing_does()
    {
        var (exitCode, output) = await RunAsync("apply", Workspace());
        Assert.Equal(0, exitCode);
        Assert.Contains("+ segment 1 \"All customers\": added", output);
        Assert.Contains("Applied, changes: 23. The workspace is at version 1.", output);

        (exitCode, output) = await RunAsync("apply", Workspace());
        Assert.Equal(0, exitCode);
        Assert.Equal(
            "Nothing changes: the workspace is what the file says (version 1)."
                + Environment.NewLine,
            output);
    }

    [Fact]
    public async Task Import_prints_receipts_and_exits_with_1_when_one_file_fails()
    {
        await RunAsync("apply", Workspace());
        var good = Write("ftp_dpm_999999_123_1560431657.sync", "one\td_sid=12345\nno tab\n");
        var unnamed = Write("people.csv", "one\td_sid=12345\n");

        var (exitCode, output) = await RunAsync("import", unnamed, Missing, good);
        Assert.Equal(1, exitCode);
        Assert.Contains("File 'people.csv': the name begins with no known prefix.", output);
        Assert.Contains(Missing, output);
        Assert.Matches("Format errors +1 ", output);
        Assert.Matches("Stored +1 ", output);
        Assert.Contains("Files that failed: 2.", output);
    }

    [Fact]
    public async Task Import_exits_with_1_when_a_file_is_of_an_unknown_data_source()
    {
        await RunAsync("apply", Workspace());
        var foreign = Write("ftp_dpm_5_123_1560431657.sync", "one\td_sid=12345\n");
        var (exitCode, output) = await RunAsync("import", foreign);
        Assert.Equal(1, exitCode);
        Assert.Contains("data source 5 is not defined", output);
    }

    [Fact]
    public async Task Plan_warns_of_segments_that_have_nobody_to_send()
    {
        var file = Write("undecided.json", await UndecidedAsync());
        var (exitCode, output) = await RunAsync("plan", file);
        Assert.Equal(0, exitCode);
        Assert.Contains("$.destinations[0].mappings[0].segment (line ", output);
        Assert.Contains(
            "warning: Segment 1 \"All customers\" is decided by merge rule \"All CRM profiles\", "
                + "which reads no cross-device profile, so destination 1 \"Meta, customers\" gets "
                + "nobody",
            output);
    }

    [Fact]
    public async Task Sample_says_why_there_is_none()
    {
        await RunAsync("apply", Workspace());
        var (exitCode, output) = await RunAsync("sample", "traits", "5");
        Assert.Equal(1, exitCode);
        Assert.Contains("Data source 5 is not defined.", output);
    }

    [Theory]
    [InlineData("ftp_dpm_999999_", "traits", "999999")]
    [InlineData("c2c_id_999999_987654_", "id-sync", "999999")]
    [InlineData("adobe_id_20915_999999_", "id-sync", "999999", "--with", "20915")]
    public async Task Sample_is_taken_in_without_a_fault(string name, params string[] asked)
    {
        await RunAsync("apply", Workspace());
        var (exitCode, output) = await RunAsync(["sample", .. asked, "--to", _folder.FullName]);
        Assert.True(exitCode == 0, output);
        var file = Assert.Single(_folder.GetFiles(name + "*.sync"));

        (exitCode, output) = await RunAsync("import", file.FullName);

        Assert.True(exitCode == 0, output);
        Assert.Matches("Stored, % +100 ", output);
    }

    [Fact]
    public async Task Command_says_who_has_the_data_folder_when_it_is_in_use()
    {
        await using var other = await QuietSilo.StartAsync(Data);
        var (exitCode, output) = await RunAsync("plan", Workspace());
        Assert.Equal(1, exitCode);
        Assert.Contains($"is open in process {Environment.ProcessId}.", output);
        Assert.Contains("give its address with --url", output);
    }

    [Fact]
    public async Task Command_talks_to_the_silo_that_serves_the_data_folder()
    {
        await using var other = await QuietSilo.ServeAsync(Data);
        var (exitCode, output) = await RunAsync("apply", Workspace());
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Command_does_without_a_silo_that_no_longer_answers()
    {
        Directory.CreateDirectory(Data);
        new SiloFile("http://127.0.0.1:9", Environment.ProcessId).Write(Data);
        var (exitCode, output) = await RunAsync("apply", Workspace());
        Assert.True(exitCode == 0, output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Missing => Path.Combine(_folder.FullName, "missing.sync");

    private string Workspace()
    {
        var path = Path.Combine(_folder.FullName, "workspace.json");
        File.WriteAllBytes(path, DemoFiles.Workspace(Path.Combine(_folder.FullName, "token")));
        return path;
    }

    private async Task<string> UndecidedAsync() => (await File.ReadAllTextAsync(Workspace()))
        .Replace(
            "\"allCrossDeviceProfiles\",\n      \"dataSources\": [999999]",
            "\"noCrossDeviceProfile\", \"device\": \"deviceProfile\"",
            StringComparison.Ordinal);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var exitCode = await KreweCommand.Create(Terminal.Create(output))
            .Parse([.. args, "--data", Data])
            .InvokeAsync();
        return (exitCode, output.ToString());
    }
}
