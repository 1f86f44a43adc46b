using System.CommandLine;
using System.Globalization;
using Krewe.Domain.Access;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Makes, lists and revokes API keys of a running silo.</summary>
internal static class KeysCommand
{
    /// <summary>The command <c>keys</c>.</summary>
    public static Command Create(IAnsiConsole console) => new(
        "keys", "Makes, lists and revokes API keys of a running silo. The owner of its data folder "
            + "may, and every operator.")
    {
        CreateKey(console),
        ListKeys(console),
        RevokeKey(console),
    };

    private static Command CreateKey(IAnsiConsole console)
    {
        var role = new Option<string>("--role")
        {
            Description = "What the holder may do.",
            Required = true,
        };
        role.AcceptOnlyFromAmong([.. RolePermissions.Names]);
        var name = new Option<string>("--name")
        {
            Description = "What the key is for; not who has it.",
            Required = true,
        };
        var command = new Command("create", "Makes a key and prints it, this once.")
        {
            role,
            name,
        };
        return command.OnRunningSilo(console, async (line, silo, cancellationToken) =>
        {
            var made = await silo.CreateKeyAsync(
                line.GetRequiredValue(name), line.GetRequiredValue(role), cancellationToken);
            console.Line($"Key {Number(made.Details.Id)}, {made.Details.Role}, "
                + $"\"{made.Details.Name}\". It is not shown again:");
            console.Line(made.Key);
        });
    }

    private static Command ListKeys(IAnsiConsole console) =>
        new Command("list", "Lists the keys, with those revoked.")
            .OnRunningSilo(console, async (_, silo, cancellationToken) =>
            {
                var table = console.NewTable("API keys");
                table.AddColumns("Key", "Role", "Name", "Made", "Last used", "Revoked");
                foreach (var key in await silo.GetKeysAsync(cancellationToken))
                {
                    table.AddRow(
                        Number(key.Id),
                        key.Role,
                        Markup.Escape(key.Name),
                        Day(key.Created),
                        key.LastUsed?.ToString("O", CultureInfo.InvariantCulture) ?? "never",
                        key.Revoked is { } revoked ? Day(revoked) : "");
                }

                console.Write(table);
            });

    private static Command RevokeKey(IAnsiConsole console)
    {
        var id = new Argument<int>("ID") { Description = "The number of the key." };
        var command = new Command("revoke", "Revokes a key, for ever. Silos stop taking it within "
            + "seconds.")
        {
            id,
        };
        return command.OnRunningSilo(console, async (line, silo, cancellationToken) =>
        {
            var key = await silo.RevokeKeyAsync(line.GetRequiredValue(id), cancellationToken);
            console.Line($"Key {Number(key.Id)}, {key.Role}, \"{key.Name}\" is revoked.");
        });
    }

    // Keys are for silos that run: one of a command's own would end with it.
    private static Command OnRunningSilo(
        this Command command,
        IAnsiConsole console,
        Func<ParseResult, SiloClient, CancellationToken, Task> run)
    {
        command.Add(KreweCommand.Url);
        command.Add(KreweCommand.Key);
        command.Runs(console, async (line, cancellationToken) =>
        {
            await using var connection = await SiloConnection.FindAsync(
                line.Target(), cancellationToken);
            await run(line, connection.Silo, cancellationToken);
            return 0;
        });
        return command;
    }

    private static string Day(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
