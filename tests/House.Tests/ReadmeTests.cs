using System.Text.RegularExpressions;

namespace Krewe.House.Tests;

/// <summary>What the README names exists. That its commands work is shown by running
/// them.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = Repository.Read("README.md");

    private static readonly Lazy<string> Doors = new(() => SourcesOf("api/"));

    [Fact]
    public void Readme_shows_how_to_start()
    {
        Assert.Contains("dotnet run --project silo\n", Text, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project silo -- demo\n", Text, StringComparison.Ordinal);
        Assert.NotEmpty(Run().Matches(Text));
    }

    [Fact]
    public void Projects_that_are_run_exist() => Say.None(
        from run in Run().Matches(Text)
        let folder = run.Groups["project"].Value
        where !Repository.Files.Any(path =>
            path.StartsWith($"{folder}/", StringComparison.Ordinal)
            && path.EndsWith(".csproj", StringComparison.Ordinal))
        select $"{folder} holds no project");

    [Fact]
    public void Commands_and_options_that_are_named_exist() => Say.None(
        from run in Run().Matches(Text)
        let sources = SourcesOf($"{run.Groups["project"].Value}/")
        from word in Words(run.Groups["arguments"].Value)
        where !sources.Contains($"\"{word}\"", StringComparison.Ordinal)
        select $"{run.Value.Trim()}: nothing in the sources reads {word}");

    [Fact]
    public void Doors_that_are_named_exist() => Say.None(
        from door in Door().Matches(Text)
        where !Doors.Value.Contains($"\"{door.Value}", StringComparison.Ordinal)
        select $"no door {door.Value}");

    [Fact]
    public void Folders_that_are_named_exist() => Say.None(
        from folder in Folder().Matches(Text)
        let path = folder.Groups["path"].Value
        where !Repository.Files.Any(file => file.StartsWith(path, StringComparison.Ordinal))
        select $"no file in {path}");

    [Fact]
    public void Readme_is_a_few_screenfuls() =>
        Assert.InRange(Text.Count(letter => letter == '\n'), 20, 120);

    // The command is the first word; what follows it and is no option is the user's.
    private static IEnumerable<string> Words(string arguments)
    {
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Take(1).Concat(
            words.Skip(1).Where(word => word.StartsWith("--", StringComparison.Ordinal)));
    }

    private static string SourcesOf(string folder) => string.Join('\n', Repository.Sources
        .Where(path => path.StartsWith(folder, StringComparison.Ordinal))
        .Select(Repository.Read));

    [GeneratedRegex(
        @"dotnet run --project (?<project>[\w/]+)( -- (?<arguments>[^#\n`|]+))?",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Run();

    [GeneratedRegex(@"(?<=\W)/v1(/[a-z]+)+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Door();

    [GeneratedRegex(
        @"^\| `(?<path>[\w/.]+/)` \|",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1_000)]
    private static partial Regex Folder();
}
