using System.CommandLine;
using Krewe.Api.Workspaces;
using Krewe.Domain.Workspaces;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Compares a workspace file with what is known, and applies it or not.</summary>
internal static class WorkspaceCommand
{
    /// <summary>The command <c>apply</c>, or <c>plan</c>.</summary>
    public static Command Create(IAnsiConsole console, bool applies)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The workspace file." };
        var command = applies
            ? new Command("apply", "Makes the workspace what a file says. A file with any mistake "
                + "changes nothing.")
            : new Command("plan", "Says what apply would change, and changes nothing.");
        command.Add(file);
        command.Add(KreweCommand.Url);
        command.Add(KreweCommand.Key);
        command.Runs(console, async (line, cancellationToken) =>
        {
            var path = line.GetRequiredValue(file);
            var content = await ReadAsync(path, cancellationToken);
            await using var connection = await SiloConnection.OpenAsync(
                line.Target(), cancellationToken);
            var answer = await connection.Silo.SendWorkspaceAsync(
                content, applies, cancellationToken);
            return Print(console, path.Name, answer, applies);
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(
        FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }

    private static int Print(
        IAnsiConsole console, string file, WorkspaceAnswer answer, bool applies)
    {
        foreach (var fault in answer.Faults)
        {
            console.Line($"{file}: {fault}");
        }

        var errors = answer.Faults.Count(fault => fault.Severity == Severity.Error);
        if (errors > 0)
        {
            console.Line($"{errors} {(errors == 1 ? "mistake" : "mistakes")}; nothing is changed.");
            return 1;
        }

        foreach (var change in answer.Changes)
        {
            console.Line($"{Sign(change.Kind)} {change.Text}");
        }

        console.Line(Summary(answer, applies));
        return 0;
    }

    private static string Summary(WorkspaceAnswer answer, bool applies) =>
        (answer.Changes.Length, applies) switch
        {
            (0, _) => $"Nothing changes: the workspace is what the file says "
                + $"(version {answer.Version}).",
            (var changes, true) => $"Applied, changes: {changes}. The workspace is at version "
                + $"{answer.Version}.",
            (var changes, false) => $"Changes that apply would make: {changes}.",
        };

    private static char Sign(PlannedChangeKind kind) => kind switch
    {
        PlannedChangeKind.Added => '+',
        PlannedChangeKind.Removed => '-',
        _ => '~',
    };
}
