using System.CommandLine;
using System.Globalization;
using Krewe.Embedded.Storage;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Makes a data folder of a backup.</summary>
internal static class RestoreCommand
{
    /// <summary>The command <c>restore</c>.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var source = new Argument<DirectoryInfo>("BACKUP")
        {
            Description = "The directory that a backup was taken to.",
        };
        var command = new Command("restore", "Makes a data folder of a backup. --data names a "
            + "folder that is empty or not there yet. The whole backup is checked first; if "
            + "anything is wrong with it, nothing is written.")
        {
            source,
        };
        command.Runs(console, async (line, cancellationToken) =>
        {
            var data = line.DataDirectory();
            ThrowIfTaken(data);
            var restored = await RestoreAsync(
                line.GetRequiredValue(source).FullName, data, cancellationToken);
            console.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{data} holds what was acknowledged at {restored.TakenAt:u}: {restored.Files} "
                    + $"files, {restored.LengthBytes:N0} bytes, all as they were taken."));
            console.Line("Files are not in a backup: send again what was not taken in at that "
                + "time. What was is not counted twice.");
            return 0;
        });
        return command;
    }

    private static async Task<Krewe.Embedded.Storage.Backup.StoreBackup> RestoreAsync(
        string backup, string data, CancellationToken cancellationToken)
    {
        try
        {
            return await EmbeddedStore.RestoreAsync(
                backup, Path.Combine(data, "store"), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(fault.Message, fault);
        }
    }

    private static void ThrowIfTaken(string data)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
        {
            throw new CommandFailedException(
                $"'{data}' is not empty. Name a folder with --data that is empty or not there "
                + "yet; if an earlier restore was cut short there, delete it first.");
        }
    }
}
