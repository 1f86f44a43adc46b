using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Prints who did what.</summary>
internal static class AuditCommand
{
    private const int LimitDefault = 50;

    /// <summary>The command <c>audit</c>.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var before = new Option<long?>("--before")
        {
            Description = "Only entries with a smaller number.",
        };
        var limit = new Option<int>("--limit")
        {
            Description = "At most so many, up to 200.",
            DefaultValueFactory = _ => LimitDefault,
        };
        var command = new Command("audit", "Prints who did what, newest first.")
        {
            before,
            limit,
            KreweCommand.Url,
            KreweCommand.Key,
        };
        command.Runs(console, async (line, cancellationToken) =>
        {
            await using var connection = await SiloConnection.OpenAsync(
                line.Target(), cancellationToken);
            var answer = await connection.Silo.GetAuditAsync(
                line.GetValue(before), line.GetValue(limit), cancellationToken);
            var table = console.NewTable("Audit log");
            table.AddColumns("Number", "When", "Who", "Action", "On", "Outcome");
            foreach (var entry in answer.Entries)
            {
                table.AddRow(
                    entry.Number.ToString(CultureInfo.InvariantCulture),
                    entry.At.ToString("u", CultureInfo.InvariantCulture),
                    Markup.Escape(Who(entry.Key, entry.Who)),
                    entry.Action,
                    Markup.Escape($"{entry.Kind} {entry.Id}"),
                    entry.Outcome.ToString());
            }

            console.Write(table);
            return 0;
        });
        return command;
    }

    private static string Who(int? key, string name) => key is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"key {number} \"{name}\"")
        : name;
}
