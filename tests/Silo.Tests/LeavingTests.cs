using System.Globalization;
using System.Text.Json.Nodes;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>People who no longer belong leave the platform, for whatever reason.</summary>
public sealed class LeavingTests
{
    private static readonly string First = DemoFiles.People[0].Customer;
    private static readonly string Second = DemoFiles.People[1].Customer;
    private static readonly string Third = DemoFiles.People[2].Customer;

    [Theory]
    [InlineData("d_unsid=45678")]
    [InlineData("45678:0")]
    [InlineData("45678:-1")]
    public async Task Customer_leaves_when_a_file_takes_the_trait_away(string item)
    {
        await using var stage = await Stage.OpenAsync();
        await stage.SendAsync("sync", $"{Second}\t{item}");
        await stage.ExpectAsync((1, [0, 2]), (2, [0]), (3, []), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Customer_leaves_when_an_overwrite_leaves_the_trait_out()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.SendAsync("overwrite", $"{First}\td_sid=23456", $"{Third}\td_sid=12345");
        await stage.ExpectAsync((1, [1, 2]), (2, []), (3, [1]), (4, []), (5, []));
    }

    [Fact]
    public async Task Everybody_leaves_when_the_segment_is_paused_and_returns_when_it_is_not()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace => Segment(workspace, 1)["status"] = "paused");
        await stage.ExpectAsync((1, []), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
        await stage.ApplyAsync(workspace => Segment(workspace, 1)["status"] = "active");
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Everybody_leaves_when_the_segment_is_deleted()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace =>
        {
            workspace["segments"]!.AsArray().Remove(Segment(workspace, 1));
            Mappings(workspace).Remove(Mapping(workspace, 1));
        });
        await stage.ExpectAsync((1, []), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Everybody_leaves_when_the_mapping_ended_yesterday()
    {
        await using var stage = await Stage.OpenAsync();
        var yesterday = TimeProvider.System.GetUtcNow().AddDays(-1)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await stage.ApplyAsync(workspace => Mapping(workspace, 1)["end"] = yesterday);
        await stage.ExpectAsync((1, []), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Members_follow_the_rule_when_it_changes()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace => Segment(workspace, 1)["rule"] = "23456T OR 93342T");
        await stage.ExpectAsync((1, [0, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Everybody_leaves_when_the_merge_rule_loses_its_data_source()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace =>
            workspace["mergeRules"]![0]!["dataSources"] = new JsonArray(987654));
        await stage.ExpectAsync((1, []), (2, []), (3, []), (4, []), (5, []));
    }

    [Fact]
    public async Task Customers_leave_when_their_traits_expire()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.RestartAsync(new ShiftedTime(TimeSpan.FromDays(119)));
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
        await stage.RestartAsync(new ShiftedTime(TimeSpan.FromDays(121)));
        await stage.ExpectAsync((1, []), (2, []), (3, []), (4, []), (5, []));
    }

    internal static JsonNode Segment(JsonNode workspace, int id) =>
        workspace["segments"]!.AsArray().Single(one => (int)one!["id"]! == id)!;

    private static JsonArray Mappings(JsonNode workspace) =>
        workspace["destinations"]![0]!["mappings"]!.AsArray();

    private static JsonNode Mapping(JsonNode workspace, int segment) =>
        Mappings(workspace).Single(one => (int)one!["segment"]! == segment)!;
}
