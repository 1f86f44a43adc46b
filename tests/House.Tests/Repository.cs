using System.Diagnostics;

namespace Krewe.House.Tests;

/// <summary>The files that are, or would be, committed.</summary>
internal static class Repository
{
    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".jsonl", ".md", ".txt", ".yml",
        ".yaml", ".sql", ".graphql", ".sync", ".overwrite", ".csv", ".sh", ".editorconfig",
        ".gitignore", "/run",
    ];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths below the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. List().Where(path => File.Exists(Full(path)))];

    /// <summary>Those that hold text.</summary>
    public static IEnumerable<string> Texts => Files.Where(path =>
        TextEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
        || !Path.GetFileName(path).Contains('.', StringComparison.Ordinal));

    public static IEnumerable<string> Sources =>
        Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    public static string Full(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Full(path));

    /// <summary>The sentences of a check, gathered over files as <c>path:line: what</c>.</summary>
    public static string[] Faults(
        IEnumerable<string> paths, Func<string, IEnumerable<string>> faultsOfLine) =>
    [
        .. from path in paths
           from line in File.ReadLines(Full(path)).Index()
           from fault in faultsOfLine(line.Item)
           select $"{path}:{line.Index + 1}: {fault}",
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"No Orleans.sln above {AppContext.BaseDirectory}: run the tests inside the clone.");
    }

    private static string[] List()
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList =
            {
                "-c", "core.quotePath=false", "ls-files", "--cached", "--others",
                "--exclude-standard",
            },
        };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? [.. paths.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet()]
            : throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}.");
    }
}
