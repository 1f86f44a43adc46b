using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Workspaces;

namespace Krewe.Grains.Tests.Workspaces;

public sealed class WorkspaceGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Definitions_made_from_a_version_that_is_over_change_nothing()
    {
        await using var silo = await WorkspaceSilo.StartAsync();
        await silo.Workspace.ApplyOverAsync(0, Sources(10), None);

        var late = await silo.Workspace.ApplyOverAsync(0, Sources(20), None);

        Assert.True(late.IsOutdated);
        Assert.Equal(1, late.Version);
        Assert.Equal(10, (await silo.Workspace.GetAsync(None)).Definition.DataSources[0].Id.Value);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_at_once_one_is_told_to_look_again()
    {
        await using var silo = await WorkspaceSilo.StartAsync();

        var replies = await Task.WhenAll(
            silo.Workspace.ApplyOverAsync(0, Sources(10), None),
            silo.Workspace.ApplyOverAsync(0, Sources(20), None));

        Assert.Equal([false, true], replies.Select(reply => reply.IsOutdated).Order());
    }

    [Fact]
    public async Task Known_version_is_not_sent_again()
    {
        await using var silo = await WorkspaceSilo.StartAsync();
        await silo.Workspace.ApplyAsync(Sources(10), None);

        Assert.Null(await silo.Workspace.GetNewerAsync(1, None));
        Assert.Equal(1, (await silo.Workspace.GetNewerAsync(0, None))!.Version);
    }

    [Fact]
    public async Task A_walk_that_asks_for_the_definitions_is_not_kept_waiting_by_what_started_it()
    {
        var storage = WorkspaceSilo.NewStorage();
        await using (var silo = await WorkspaceSilo.StartAsync(storage))
        {
            await silo.Workspace.ApplyAsync(Sources(10), None).WaitAsync(Limit);
            Assert.Equal(1, silo.Walks);
        }

        await using var next = await WorkspaceSilo.StartAsync(storage);
        Assert.Equal(1, (await next.Workspace.GetAsync(None).AsTask().WaitAsync(Limit)).Version);
        using var limit = new CancellationTokenSource(Limit);
        while (next.Walks == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            next.Time.Advance(TimeSpan.Zero);
            await next.Workspace.GetAsync(None).AsTask().WaitAsync(Limit);
        }
    }

    [Fact]
    public async Task Each_thing_has_the_version_that_changed_it()
    {
        await using var silo = await WorkspaceSilo.StartAsync();
        var first = silo.Time.GetUtcNow().ToUnixTimeSeconds();
        await silo.Workspace.ApplyAsync(Sources(10, 20), None);
        silo.Time.Advance(TimeSpan.FromSeconds(5));
        await silo.Workspace.ApplyAsync(
            Sources(10, 30) with { PartnerId = 3 }, None);

        var known = await silo.Workspace.GetAsync(None);

        Assert.Equal(
            new Dictionary<string, Revision>(StringComparer.Ordinal)
            {
                ["data source 10"] = new(1, first, first),
                ["data source 30"] = new(2, first + 5, first + 5),
                ["workspace "] = new(2, first + 5, first + 5),
            },
            known.Revisions);
    }

    private static WorkspaceDefinition Sources(params int[] ids) => new()
    {
        DataSources =
        [
            .. ids.Select(id => new DataSource
            {
                Id = new DataSourceId(id),
                Name = $"source {id}",
                IdType = IdType.Cookie,
            }),
        ],
    };
}
