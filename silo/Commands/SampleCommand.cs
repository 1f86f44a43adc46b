using System.CommandLine;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Writes a file to learn from, which the workspace takes in as it is.</summary>
internal static class SampleCommand
{
    private static readonly Option<DirectoryInfo> To = new("--to")
    {
        Description = "Where to write it.",
        HelpName = "DIR",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.CurrentDirectory),
    };

    /// <summary>The command <c>sample</c>.</summary>
    public static Command Create(IAnsiConsole console) => new(
        "sample", "Writes a small file for a data source, named and filled as import wants it.")
    {
        CreateTraits(console),
        CreateIdSync(console),
    };

    private static Command CreateTraits(IAnsiConsole console) => Create(
        console,
        new Command("traits", "A file that grants onboarded traits to ids of a data source."),
        (source, _) => $"v1/samples/traits/{source}");

    private static Command CreateIdSync(IAnsiConsole console)
    {
        var with = new Option<int?>("--with")
        {
            Description = "The data source that the ids are linked to. By default the one of "
                + "hashed e-mails; if there is none, devices.",
            HelpName = "ID",
        };
        var command = new Command(
            "id-sync", "A file that links the ids of a data source to those of another.")
        {
            with,
        };
        return Create(
            console,
            command,
            (source, line) => line.GetValue(with) is { } other
                ? $"v1/samples/id-sync/{source}?with={other}"
                : $"v1/samples/id-sync/{source}");
    }

    private static Command Create(
        IAnsiConsole console, Command command, Func<int, ParseResult, string> path)
    {
        var source = new Argument<int>("SOURCE") { Description = "The id of the data source." };
        command.Add(source);
        command.Add(To);
        command.Add(KreweCommand.Url);
        command.Add(KreweCommand.Key);
        command.Runs(console, async (line, cancellationToken) =>
        {
            await using var connection = await SiloConnection.OpenAsync(
                line.Target(), cancellationToken);
            var (name, content) = await connection.Silo.GetSampleAsync(
                path(line.GetRequiredValue(source), line), cancellationToken);
            var file = Path.Combine(line.GetRequiredValue(To).FullName, name);
            await WriteAsync(file, content, cancellationToken);
            console.Line($"{file} is written. Take it in with: import {name}");
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(
        string file, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(file, content, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }
}
