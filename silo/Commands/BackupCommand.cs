using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Copies everything that a silo keeps.</summary>
internal static class BackupCommand
{
    /// <summary>The command <c>backup</c>.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var target = new Argument<DirectoryInfo>("DIR")
        {
            Description = "A directory of the silo's machine that is empty or not there yet.",
        };
        var command = new Command("backup", "Copies profiles, segments, destinations and all else "
            + "that the silo keeps, as it is at one moment, while the silo goes on. Files are not "
            + "in it: what lies in the folders inbound and archive stays where it is.")
        {
            target,
            KreweCommand.Url,
            KreweCommand.Key,
        };
        command.Runs(console, async (line, cancellationToken) =>
        {
            await using var connection = await SiloConnection.OpenAsync(
                line.Target(), cancellationToken);
            var backup = await connection.Silo.BackUpAsync(
                line.GetRequiredValue(target).FullName, cancellationToken);
            console.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{backup.Directory} holds everything that was acknowledged at "
                    + $"{backup.TakenAt:u}: {backup.Files} files, {backup.Bytes:N0} bytes."));
            console.Line(
                $"To go back to it: restore {backup.Directory} --data DIR, with an empty DIR.");
            return 0;
        });
        return command;
    }
}
