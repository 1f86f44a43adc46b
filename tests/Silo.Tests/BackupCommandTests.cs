using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

public sealed class BackupCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-backup-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Other => Path.Combine(_folder.FullName, "other");

    private string Backup => Path.Combine(_folder.FullName, "backup");

    [Fact]
    public async Task Restore_refuses_a_folder_that_is_not_empty_and_what_is_no_backup()
    {
        Directory.CreateDirectory(Other);
        await File.WriteAllTextAsync(Path.Combine(Other, "mine"), "");

        var (taken, why) = await RunAsync(Other, "restore", Backup);
        var (missing, reason) = await RunAsync(Data, "restore", Backup);

        Assert.Equal((1, 1), (taken, missing));
        Assert.Contains($"'{Other}' is not empty.", why);
        Assert.Contains("holds no backup", reason);
        Assert.False(Directory.Exists(Path.Combine(Data, "store")));
    }

    [Fact]
    public async Task Backup_refuses_a_folder_that_is_not_empty()
    {
        Directory.CreateDirectory(Backup);
        await File.WriteAllTextAsync(Path.Combine(Backup, "mine"), "");

        var (exitCode, output) = await RunAsync(Data, "backup", Backup);

        Assert.Equal(1, exitCode);
        Assert.Contains($"'{Backup}' is not empty.", output);
    }

    [Fact]
    public async Task Backup_of_a_running_silo_restores_to_what_it_knew()
    {
        await using (await QuietSilo.ServeAsync(Data))
        {
            await RunAsync(Data, "apply", Workspace());
            var (taken, answer) = await RunAsync(Data, "backup", Backup);
            Assert.True(taken == 0, answer);
            Assert.Contains($"{Backup} holds everything that was acknowledged at ", answer);
        }

        var (restored, output) = await RunAsync(Other, "restore", Backup);
        Assert.True(restored == 0, output);
        var (_, plan) = await RunAsync(Other, "plan", Workspace());
        Assert.Contains("Nothing changes", plan);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Workspace()
    {
        var path = Path.Combine(_folder.FullName, "workspace.json");
        File.WriteAllBytes(path, DemoFiles.Workspace(Path.Combine(_folder.FullName, "token")));
        return path;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string data, params string[] args)
    {
        await using var output = new StringWriter();
        var exitCode = await KreweCommand.Create(Terminal.Create(output))
            .Parse([.. args, "--data", data])
            .InvokeAsync();
        return (exitCode, output.ToString());
    }
}
