using System.CommandLine;
using System.Globalization;
using Krewe.Contracts.Onboarding;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Takes files in and says what became of their lines.</summary>
internal static class ImportCommand
{
    /// <summary>The command <c>import</c>.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "Files in the order in which they are taken in, named as the inbound "
                + "folder wants them: ftp_dpm_..., adobe_id_... or c2c_id_....",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("import", "Takes files in, one after the other, and prints the "
            + "receipt of each. The exit code is 1 if one fails.")
        {
            files,
            KreweCommand.Url,
            KreweCommand.Key,
        };
        command.Runs(console, async (line, cancellationToken) =>
        {
            await using var connection = await SiloConnection.OpenAsync(
                line.Target(), cancellationToken);
            var failed = 0;
            foreach (var file in line.GetRequiredValue(files))
            {
                failed += await TryImportAsync(console, connection.Silo, file, cancellationToken)
                    ? 0
                    : 1;
            }

            PrintEnd(console, connection, failed);
            return failed == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<bool> TryImportAsync(
        IAnsiConsole console, SiloClient silo, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var job = await ImportAsync(console, silo, file, cancellationToken);
            console.WriteReceipt(job);
            return job.Status == ImportStatus.Done;
        }
        catch (Exception fault) when (fault
            is CommandFailedException or IOException or UnauthorizedAccessException)
        {
            console.Line(fault.Message);
            return false;
        }
    }

    private static async Task<ImportJob> ImportAsync(
        IAnsiConsole console, SiloClient silo, FileInfo file, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        if (!console.Profile.Capabilities.Interactive)
        {
            return await silo.ImportAsync(file.Name, content, _ => { }, cancellationToken);
        }

        return await console.Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(file.Name), maxValue: 1);
                return await silo.ImportAsync(
                    file.Name,
                    content,
                    job =>
                    {
                        bar.Value = job.Receipt is null ? job.Progress.Fraction : 1;
                        bar.Description = Markup.Escape(Describe(job));
                    },
                    cancellationToken);
            });
    }

    private static string Describe(ImportJob job) => string.Create(
        CultureInfo.InvariantCulture,
        $"{job.File}: {job.Progress.Rows:N0} rows, {job.Progress.RowsPerSecond:N0}/s");

    private static void PrintEnd(IAnsiConsole console, SiloConnection connection, int failed)
    {
        if (failed > 0)
        {
            console.Line($"Files that failed: {failed}.");
        }

        if (connection.IsOwn)
        {
            console.Line("No silo serves this data folder: what is still on its way to "
                + "platforms goes on when one does.");
        }
    }
}
