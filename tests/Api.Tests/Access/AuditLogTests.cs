using Krewe.Api.Backups;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Access;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Krewe.Api.Tests.Access;

/// <summary>What goes through a door is written down before it is answered.</summary>
public sealed class AuditLogTests
{
    private const string NewKey = """{"name":"Shop","role":"ingest"}""";

    [Fact]
    public async Task Change_that_cannot_be_written_down_is_not_acknowledged()
    {
        await using var host = await ApiHost.StartAsync();
        host.Audit.IsBroken = true;

        var answer = await host.CallAsync("POST", "/v1/keys", host.Owner, NewKey);

        Assert.Equal(500, answer.Status);
        Assert.DoesNotContain("krewe_", answer.Body);
    }

    [Fact]
    public async Task Change_that_is_refused_is_written_down_as_such()
    {
        await using var host = await ApiHost.StartAsync();
        host.Files.ReceiveAsync("", null!, default).ReturnsForAnyArgs(
            new InboundReceived(null, "No."));

        await host.CallAsync("PUT", "/v1/workspace", host.Owner, "{");
        await host.CallAsync("PUT", "/v1/inbound/janedoe@email.com", host.Owner, "x");
        await host.CallAsync("DELETE", "/v1/keys/9", host.Owner);
        await host.CallAsync(
            "POST", "/v1/keys", host.Owner, """{"name":"jo@ex.com","role":"reader"}""");

        Assert.Equal(
            [
                "owner workspace.apply workspace 0 Refused", "owner file.upload job  Refused",
                "owner key.revoke key 9 Refused", "owner key.create key  Refused",
            ],
            host.Audit.Lines);
    }

    [Fact]
    public async Task Change_that_breaks_off_is_written_down_as_failed()
    {
        await using var host = await ApiHost.StartAsync();
        host.Backups.TakeAsync("", default).ThrowsForAnyArgs(new InvalidOperationException("x"));

        var answer = await host.CallAsync(
            "POST", "/v1/backups", host.MakeKey(Role.Operator), """{"to":"/tmp/x"}""");

        Assert.Equal(500, answer.Status);
        Assert.Equal(["1 backup.take backup  Failed"], host.Audit.Lines);
    }

    [Fact]
    public async Task Call_that_is_not_let_through_changes_nothing_and_is_not_written_down()
    {
        await using var host = await ApiHost.StartAsync();
        await host.CallAsync("POST", "/v1/keys", host.MakeKey(Role.Reader), NewKey);
        await host.CallAsync("POST", "/v1/keys", null, NewKey);
        Assert.Empty(host.Audit.Lines);
    }

    [Fact]
    public async Task Changes_are_written_down_with_who_and_what_and_nothing_ends_that()
    {
        await using var host = await ApiHost.StartAsync();
        var key = host.MakeKey(Role.Operator, "Ops");
        host.Files.ReceiveAsync("", null!, default).ReturnsForAnyArgs(new InboundReceived(
            new ImportJob
            {
                Id = 17,
                File = "ftp_dpm_5_1.sync",
                SizeBytes = 1,
                Received = DateTimeOffset.UnixEpoch,
                Upload = 1,
            },
            null));
        host.Backups.TakeAsync("", default).ReturnsForAnyArgs(
            new BackupAnswer("/tmp/x", DateTimeOffset.UnixEpoch, 1, 1));

        await host.CallAsync("PUT", "/v1/inbound/ftp_dpm_5_1.sync", key, "x");
        await host.CallAsync("POST", "/v1/backups", key, """{"to":"/tmp/x"}""");
        await host.CallAsync("POST", "/v1/keys", key, NewKey);
        await host.CallAsync("DELETE", "/v1/keys/2", key);
        await host.CallAsync("POST", "/v1/workspace/plan", key, "{");

        Assert.Equal(
            [
                "1 file.upload job 17 Done", "1 backup.take backup  Done",
                "1 key.create key 2 Done", "1 key.revoke key 2 Done",
            ],
            host.Audit.Lines);
        Assert.False(host.Audit.WasCancellable);
        var steward = host.MakeKey(Role.Steward);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var list = await host.CallAsync("GET", "/v1/audit?limit=1", steward);
        Assert.Contains("\"who\":\"Ops\",\"action\":\"key.revoke\"", list.Body);
        Assert.Contains("\"outcome\":\"done\"", list.Body);
    }
}
