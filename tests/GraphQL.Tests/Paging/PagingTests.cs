using Krewe.GraphQL.Tests.Support;

namespace Krewe.GraphQL.Tests.Paging;

public sealed class PagingTests
{
    [Theory]
    [InlineData("segments(first: 51)", "HC0051")]
    [InlineData("segments(last: -1)", "HC0079")]
    public async Task Page_of_a_wrong_size_is_refused(string field, string code)
    {
        await using var services = TestSchema.Catalog();

        Assert.Contains(
            code,
            await services.AskAsync($"{{ {field} {{ totalCount }} }}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end()
    {
        await using var services = TestSchema.Catalog();
        var (after, seen) = ("", 0);
        for (var page = 0; page < 3; page++)
        {
            var answer = await services.AskAsync(
                "query($after: String) { segments(first: 50, after: $after) "
                + "{ nodes { sid } pageInfo { hasNextPage endCursor } totalCount } }",
                new { after = after.Length == 0 ? null : after });
            using var read = System.Text.Json.JsonDocument.Parse(answer);
            var segments = read.RootElement.GetProperty("data").GetProperty("segments");
            seen += segments.GetProperty("nodes").GetArrayLength();
            after = segments.GetProperty("pageInfo").GetProperty("endCursor").GetString()!;
            Assert.Equal(
                page < 2, segments.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
            Assert.Equal(120, segments.GetProperty("totalCount").GetInt32());
        }

        Assert.Equal(120, seen);
    }
}
