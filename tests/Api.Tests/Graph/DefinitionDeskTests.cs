using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Graph;

/// <summary>Changes that are made at the same time.</summary>
public sealed class DefinitionDeskTests
{
    private static readonly string Crm = GraphCaller.Id("DataSource", 1);

    [Fact]
    public async Task Change_that_is_always_too_late_is_given_up_and_says_so()
    {
        await using var caller = await GraphCaller.StartAsync();
        var others = 0;
        caller.Workspace.BeforeApply = () => Rename(caller.Workspace, $"CRM {++others}");
        var (code, message) = await caller.FaultAsync(
            "createTrait", $"name: \"New\", kind: ONBOARDED, dataSourceId: \"{Crm}\"");

        Assert.Equal("TOO_MANY_CHANGES", code);
        Assert.Contains("16 times", message);
        Assert.Equal(2, caller.Workspace.Definition.Traits.Length);
        Assert.Equal(["1 trait.create trait  Refused"], caller.Host.Audit.Lines);
    }

    [Fact]
    public async Task Change_that_comes_second_is_made_anew_so_that_both_are_in_force()
    {
        await using var caller = await GraphCaller.StartAsync();
        var workspace = caller.Workspace;
        workspace.BeforeApply = () =>
        {
            workspace.BeforeApply = null;
            Rename(workspace, "Customers");
        };
        await caller.MutateAsync(
            "createTrait",
            $"name: \"New\", kind: ONBOARDED, dataSourceId: \"{Crm}\"",
            "trait { sid }");

        Assert.Equal("Customers", workspace.Definition.DataSources[0].Name);
        Assert.Equal("New", workspace.Definition.Traits[^1].Name);
        Assert.Equal(3, workspace.Snapshot.Version);
    }

    [Fact]
    public async Task Change_of_a_version_that_somebody_else_has_changed_is_refused()
    {
        await using var caller = await GraphCaller.StartAsync();
        var workspace = caller.Workspace;
        workspace.BeforeApply = () =>
        {
            workspace.BeforeApply = null;
            Rename(workspace, "Customers");
        };
        var errors = await caller.ErrorsAsync(
            "updateDataSource", $"id: \"{Crm}\", ifVersion: 1, name: \"Clients\"");

        Assert.Equal("VERSION_CONFLICT", errors[0]!["code"]!.GetValue<string>());
        Assert.Equal(2, errors[0]!["currentVersion"]!.GetValue<long>());
        Assert.Equal("Customers", workspace.Definition.DataSources[0].Name);
    }

    [Fact]
    public async Task Two_at_once_are_both_in_force_under_numbers_of_their_own()
    {
        await using var caller = await GraphCaller.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => caller.MutateAsync(
            "createTrait",
            $"name: \"New {number}\", kind: ONBOARDED, dataSourceId: \"{Crm}\"",
            "trait { sid }")));

        Assert.Equal(
            Enumerable.Range(10, 10), caller.Workspace.Definition.Traits.Select(it => it.Id.Value));
    }

    [Fact]
    public async Task Change_that_cannot_be_written_down_is_not_acknowledged()
    {
        await using var caller = await GraphCaller.StartAsync();
        caller.Host.Audit.IsBroken = true;
        var (code, message) = await caller.FaultAsync(
            "deleteSegment", $"id: \"{GraphCaller.Id("Segment", 20)}\"");

        Assert.Equal("", code);
        Assert.Equal("Unexpected Execution Error", message);
    }

    [Fact]
    public async Task Controls_are_taken_off_by_stewards_only()
    {
        await using var marketer = await GraphCaller.StartAsync();
        await marketer.MutateAsync(
            "createDataSource",
            "name: \"Clean\", idType: COOKIE, exportControls: [CANNOT_BE_TIED_TO_PII]",
            "dataSource { exportControls }");
        var input = $"id: \"{GraphCaller.Id("DataSource", 4)}\", exportControls: []";
        var (code, message) = await marketer.FaultAsync("updateDataSource", input);

        Assert.Equal("AUTH_NOT_AUTHORIZED", code);
        Assert.Contains("ManageGovernance", message);
        var payload = await marketer.As(Role.Steward).MutateAsync(
            "updateDataSource", input, "dataSource { exportControls }");
        Assert.Equal("{\"dataSource\":{\"exportControls\":[]}}", payload.ToJsonString());
        Assert.Equal(
            [
                "1 data-source.create data-source 4 Done",
                "1 data-source.update data-source 4 Refused",
                "2 data-source.update data-source 4 Done",
            ],
            marketer.Host.Audit.Lines);
    }

    private static void Rename(FakeWorkspace workspace, string name)
    {
        var sources = workspace.Definition.DataSources;
        workspace.Apply(workspace.Definition with
        {
            DataSources = sources.SetItem(0, sources[0] with { Name = name }),
        });
    }
}
