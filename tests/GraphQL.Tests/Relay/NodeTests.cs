using HotChocolate.Types.Relay;
using Krewe.GraphQL.Host;
using Krewe.GraphQL.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Relay;

public sealed class NodeTests
{
    private static readonly string First = NodeIds.Encode("Segment", "1");

    [Theory]
    [InlineData("nonsense", "The ID has an invalid format.")]
    [InlineData("UHJvZmlsZTpwMQ==", "The ID is one of `Profile`, not of `Segment`.")]
    public async Task Id_of_something_else_is_refused(string id, string message)
    {
        await using var services = TestSchema.Catalog();

        var answer = await services.AskAsync(
            "query($id: ID!) { segment(id: $id) { id } }", new { id });

        Assert.Contains(message, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_is_found_by_its_id_alone()
    {
        await using var services = TestSchema.Catalog();

        Assert.Equal(
            $$$$"""{"data":{"node":{"__"""
                + $$$$"""typename":"Segment","id":"{{{{First}}}}","name":"Segment 001"}}}""",
            await services.AskAsync(
                "query($id: ID!) { node(id: $id) { __typename id ... on Segment { name } } }",
                new { id = First }));
    }

    [Fact]
    public async Task Nodes_that_are_not_there_are_null_beside_those_that_are()
    {
        await using var services = TestSchema.Catalog();
        var gone = NodeIds.Encode("Segment", "gone");

        Assert.Equal(
            $$$"""{"errors":[{"message":"The ID has an invalid """
                + $$$"""format.","path":["nodes",2],"extensions":{"code":"HC0002","inputPath":["""
                + $$$"""]}}],"data":{"nodes":[{"id":"{{{First}}}"},null,null]}}""",
            await services.AskAsync(
                "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
                new { ids = new[] { First, gone, "?" } }));
    }

    [Fact]
    public async Task Nodes_come_in_one_batch_and_no_more_than_fifty()
    {
        await using var services = TestSchema.Catalog();
        var ids = Enumerable.Range(1, 3).Select(n => NodeIds.Encode("DataSource", $"{n}"));

        await services.AskAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids });
        var tooMany = await services.AskAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            new { ids = Enumerable.Repeat(First, 51) });

        Assert.Equal(1, services.GetRequiredService<Catalog>().DataSourceBatches);
        Assert.Contains("HC0076", tooMany, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Segment", "1")]
    [InlineData("T", "")]
    [InlineData("T", "a:b:c")]
    [InlineData("T", "ü")]
    public void Id_carries_type_and_key(string type, string key)
    {
        Assert.True(NodeIds.TryDecode(NodeIds.Encode(type, key), out var name, out var value));
        Assert.Equal((type, key), (name, value));
    }
}
