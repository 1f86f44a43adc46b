using System.Text.Json.Nodes;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Graph;

/// <summary>The questions and answers that the README shows are real ones.</summary>
public sealed class ReadmeQueryTests
{
    private const string Heading = "## Ask";
    private const string Fence = "```";

    [Fact]
    public async Task Questions_of_the_readme_have_the_answers_that_it_shows()
    {
        var lines = await ReadAsync();
        Assert.True(lines.Length >= 10, $"{lines.Length} lines");
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        foreach (var pair in lines.Chunk(2))
        {
            var answer = JsonNode.Parse(await graph.AnswerAsync(pair[0]))!;
            Assert.Equal(pair[1], answer.ToJsonString());
        }
    }

    private static async Task<string[]> ReadAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "README.md"))
            || !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent!;
        }

        var lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "README.md"));
        return
        [
            .. lines
                .SkipWhile(line => line != Heading)
                .SkipWhile(line => line != Fence)
                .Skip(1)
                .TakeWhile(line => line != Fence)
                .Where(line => line.Length > 0),
        ];
    }
}
