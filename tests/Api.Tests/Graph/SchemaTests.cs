using Krewe.Api.Tests.Access;
using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Graph;

/// <summary>
/// Goal: nothing of the graph changes by oversight: callers are written against it.
/// Method: the schema that is served is compared with the file beside this one. A change that is
/// meant is reviewed, and copied there from <c>schema.actual.graphql</c> in the test's folder.
/// </summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Schema_is_the_one_that_was_reviewed()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(
            "GET", "/graphql?sdl", host.MakeKey(Role.Reader));
        Assert.Equal(200, answer.Status);
        var folder = Path.GetDirectoryName(typeof(SchemaTests).Assembly.Location)!;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "schema.actual.graphql"), answer.Body);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder, "Graph", "schema.graphql")),
            answer.Body);
    }
}
