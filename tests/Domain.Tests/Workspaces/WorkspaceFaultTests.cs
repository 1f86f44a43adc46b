namespace Krewe.Domain.Tests.Workspaces;

/// <summary>
/// Goal: every mistake is told in the same good words.
/// Method: WorkspaceFaults.txt holds changes to a good workspace (- what, + by what) and, below
/// each, everything that is said about it. On a difference the test writes what it got beside it.
/// </summary>
public sealed class WorkspaceFaultTests
{
    [Fact]
    public void Faults_read_as_they_are_written_down()
    {
        var path = Path.Combine(Folder(), "WorkspaceFaults.txt");
        var written = File.ReadAllText(path);
        var actual = string.Concat(written
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(Answered));
        if (!string.Equals(actual, written, StringComparison.Ordinal))
        {
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "WorkspaceFaults.txt"), actual);
        }

        Assert.Equal(written, actual);
    }

    private static string Answered(string block)
    {
        var lines = block.Split('\n');
        var faults = OfflineWorkspace.Load((lines[0][2..], lines[1][2..])).Faults;
        return string.Join('\n', [lines[0], lines[1], .. faults.Select(it => $"  {it}")]) + "\n\n";
    }

    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Orleans.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("No solution above the tests.");
        }

        return Path.Combine(root.FullName, "tests", "Domain.Tests", "Workspaces");
    }
}
