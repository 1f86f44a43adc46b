using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

public sealed class WorkspacePlanTests
{
    [Fact]
    public void Plan_is_empty_between_equal_definitions()
    {
        Assert.Empty(WorkspacePlan.Between(
            OfflineWorkspace.Definition(), OfflineWorkspace.Definition()));
    }

    [Theory]
    [InlineData(
        "12345T AND 23456T",
        "12345T",
        "segment 1 \"Buyers\": rule 12345T AND 23456T -> 12345T")]
    [InlineData(
        "\"ttlDays\": 30",
        "\"ttlDays\": 60, \"integrationCode\": \"loyal\"",
        "trait 23456 \"Loyal\": ttlDays 30 -> 60; integrationCode (none) -> loyal")]
    [InlineData(
        "\"status\": \"paused\"",
        "\"status\": \"active\"",
        "segment 2 \"Visitors\": status paused -> (none)")]
    [InlineData(
        "\"end\": null",
        "\"end\": \"2026-03-31\"",
        "destination 1 \"Meta\": mapping of segment 1: from 2026-01-01 -> 2026-01-01 to 2026-03-31")]
    [InlineData(
        "\"end\": null }",
        "\"end\": null }, { \"segment\": 2 }",
        "destination 1 \"Meta\": mapping of segment 2 added (always)")]
    [InlineData(
        "[ { \"segment\": 1, \"start\": \"2026-01-01\", \"end\": null } ]",
        "[]",
        "destination 1 \"Meta\": mapping of segment 1 removed")]
    [InlineData(
        "[\"ads@shop.example\"]",
        "[\"ads@shop.example\", \"it@shop.example\"]",
        "account \"Meta main\": contacts changed (1 -> 2 addresses)")]
    [InlineData(
        "env:META_TOKEN",
        "file:/run/token",
        "account \"Meta main\": token env:META_TOKEN -> file:/run/token")]
    [InlineData("\"partnerId\": 123", "\"partnerId\": 124", "workspace: partnerId 123 -> 124")]
    [InlineData(
        "{ \"id\": 27341, \"name\": \"Coupon\", \"dataSource\": 999999 },",
        "",
        "trait 27341 \"Coupon\": removed")]
    [InlineData(
        "\"name\": \"Coupon\", \"dataSource\": 999999 },",
        "\"name\": \"Coupon\", \"dataSource\": 999999 }, "
            + "{ \"id\": 5, \"name\": \"New\", \"dataSource\": 999999 },",
        "trait 5 \"New\": added")]
    public void Plan_says_what_changes(string from, string to, string text)
    {
        var change = Assert.Single(WorkspacePlan.Between(
            OfflineWorkspace.Definition(), OfflineWorkspace.Definition((from, to))));

        Assert.Equal(text, change.Text);
    }

    [Fact]
    public void Plan_takes_another_key_for_another_thing()
    {
        var changes = WorkspacePlan.Between(
            OfflineWorkspace.Definition(),
            OfflineWorkspace.Definition(("Meta main", "Meta second")));

        Assert.Equal(
            [
                (PlannedChangeKind.Removed, "account", "Meta main"),
                (PlannedChangeKind.Added, "account", "Meta second"),
                (PlannedChangeKind.Changed, "destination", "1"),
            ],
            changes.Select(change => (change.Kind, change.Thing, change.Key)));
    }

    [Fact]
    public void Plan_hides_a_token_that_was_never_validated()
    {
        var before = OfflineWorkspace.Definition();
        var after = before with
        {
            Accounts = [before.Accounts[0] with { Token = "secret" }],
        };

        var change = Assert.Single(WorkspacePlan.Between(before, after));
        Assert.Equal("account \"Meta main\": token env:META_TOKEN -> (hidden)", change.Text);
    }
}
