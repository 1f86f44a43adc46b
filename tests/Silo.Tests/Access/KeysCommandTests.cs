using System.Globalization;
using System.Text.Json;
using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Access;

public sealed class KeysCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("krewe-keys-");

    private string Data => Path.Combine(_folder.FullName, "data");

    [Fact]
    public async Task Keys_says_what_to_do_when_no_silo_runs()
    {
        var (exitCode, output) = await RunAsync("keys", "list");
        Assert.Equal(1, exitCode);
        Assert.Contains($"No silo serves '{Data}'. Start it", output);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Key_is_not_made_of_a_role_or_name_that_cannot_be()
    {
        await using var silo = await QuietSilo.ServeAsync(Data);
        var (role, _) = await RunAsync("keys", "create", "--role", "king", "--name", "x");
        var (name, why) = await RunAsync(
            "keys", "create", "--role", "reader", "--name", "jo@ex.com");

        Assert.Equal((1, 1), (role, name));
        Assert.Contains("Name a key after what it is for", why);
    }

    [Fact]
    public async Task Key_of_a_role_may_what_the_role_may_until_it_is_revoked()
    {
        await using var silo = await QuietSilo.ServeAsync(Data);
        var address = silo.Silo.Address.ToString();
        var (made, output) = await RunAsync(
            "keys", "create", "--role", "marketer", "--name", "Spring campaign");
        Assert.True(made == 0, output);
        Assert.Contains("Key 1, marketer, \"Spring campaign\". It is not shown again:", output);
        var key = output.Split('\n', StringSplitOptions.TrimEntries)
            .Single(line => line.StartsWith("krewe_", StringComparison.Ordinal));

        Assert.Contains("Applied", await AsAsync("apply", Workspace()));
        Assert.Contains(
            "needs the permission Ingest", await AsAsync("import", File("c2c_id_1_2.sync")));
        Assert.Contains("needs the permission ManageKeys", await AsAsync("keys", "list"));
        var (_, list) = await RunAsync("keys", "list");
        Assert.Contains("Spring campaign", list);
        Assert.DoesNotContain("krewe_", list);

        var (_, revoked) = await RunAsync("keys", "revoke", "1");
        Assert.Contains("Key 1, marketer, \"Spring campaign\" is revoked.", revoked);
        Assert.Contains("The API key is unknown or revoked.", await AsAsync("plan", Workspace()));

        var (_, audit) = await RunAsync("audit");
        Assert.Matches("3 .* owner +key.revoke +key 1 +Done", audit);
        Assert.Matches("2 .* key 1 \"Spring campaign\" +workspace.apply +workspace 1 +Done", audit);
        Assert.Matches("1 .* owner +key.create +key 1 +Done", audit);

        async Task<string> AsAsync(params string[] args) =>
            (await RunAsync([.. args, "--url", address, "--key", key])).Output;
    }

    [Fact]
    public async Task Address_without_a_key_says_that_one_is_needed()
    {
        await using var silo = await QuietSilo.ServeAsync(Data);
        var (exitCode, output) = await RunAsync(
            "plan", Workspace(), "--url", silo.Silo.Address.ToString());
        Assert.Equal(1, exitCode);
        Assert.Contains("This needs an API key.", output);
    }

    [Fact]
    public async Task Owners_key_can_be_read_by_the_owner_only()
    {
        await using var silo = await QuietSilo.ServeAsync(Data);
        var path = Path.Combine(Data, "silo.json");

        Assert.Contains(
            silo.Key!, JsonSerializer.Deserialize<SiloFile>(
                await System.IO.File.ReadAllBytesAsync(path), JsonSerializerOptions.Web)?.Key);
        Assert.DoesNotContain("krewe_", SiloFile.Read(Data)?.ToString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                System.IO.File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Key_that_was_acknowledged_and_its_record_outlive_a_kill()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Store__MemoryBudgetBytes"] = "67108864",
        };
        string key;
        string? formerOwner;
        await using (var first = ChildSilo.Start(Data, environment))
        {
            var silo = await first.ReadyAsync();
            formerOwner = SiloFile.Read(Data)?.Key;
            key = (await silo.CreateKeyAsync("Nightly", "steward", CancellationToken.None)).Key;
            await first.KillAsync();
            Assert.All(first.Complaints, line => Assert.DoesNotContain("krewe_", line));
        }

        await using var second = ChildSilo.Start(Data, environment);
        using var steward = new SiloClient((await second.ReadyAsync()).Address);
        steward.Use(key);
        var entry = Assert.Single(
            (await steward.GetAuditAsync(null, 10, CancellationToken.None)).Entries);

        Assert.Equal(
            ("owner", "key.create", "1"), (entry.Who, entry.Action, entry.Id));
        steward.Use(formerOwner);
        await Assert.ThrowsAsync<CommandFailedException>(
            () => steward.GetKeysAsync(CancellationToken.None));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Workspace()
    {
        var path = Path.Combine(_folder.FullName, "workspace.json");
        System.IO.File.WriteAllBytes(
            path, DemoFiles.Workspace(Path.Combine(_folder.FullName, "token")));
        return path;
    }

    private string File(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, "");
        return path;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = await KreweCommand.Create(Terminal.Create(output))
            .Parse([.. args, "--data", Data])
            .InvokeAsync();
        return (exitCode, output.ToString());
    }
}
