using System.CommandLine;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>The command line of the silo.</summary>
internal static class KreweCommand
{
    private const string KeyVariable = "KREWE_API_KEY";

    /// <summary>The folder of everything that is kept.</summary>
    public static Option<DirectoryInfo> Data { get; } = new("--data")
    {
        Description = "The folder of everything that is kept.",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => new DirectoryInfo(SiloSettings.DefaultDataDirectory),
    };

    /// <summary>The address of a running silo.</summary>
    public static Option<string?> Url { get; } = new("--url")
    {
        Description = "The address of a running silo. By default the one that serves --data; "
            + "if none does, one is started for the time of the command.",
        HelpName = "URL",
    };

    /// <summary>What a running silo is called with.</summary>
    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "The API key to call it with. Better put it into the environment variable "
            + $"{KeyVariable}, which others on the machine do not see. Not needed by the owner of "
            + "--data.",
        HelpName = "KEY",
    };

    /// <summary>Serves unless a command is named.</summary>
    public static RootCommand Create(IAnsiConsole console)
    {
        var root = new RootCommand(
            "Krewe: customer data, segments, and audiences on ad platforms. "
            + "Without a command it serves until it is stopped.")
        {
            Data,
            WorkspaceCommand.Create(console, applies: true),
            WorkspaceCommand.Create(console, applies: false),
            ImportCommand.Create(console),
            SampleCommand.Create(console),
            DemoCommand.Create(console),
            BackupCommand.Create(console),
            KeysCommand.Create(console),
            AuditCommand.Create(console),
            RestoreCommand.Create(console),
        };
        ServeCommand.AddTo(root, console);
        return root;
    }

    /// <summary>The data folder of a command line, as a full path.</summary>
    public static string DataDirectory(this ParseResult line) =>
        line.GetRequiredValue(Data).FullName;

    /// <summary>The silo that a command line is for.</summary>
    public static SiloTarget Target(this ParseResult line) => new(
        line.DataDirectory(),
        line.GetValue(Url),
        line.GetValue(Key) is { Length: > 0 } key
            ? key
            : Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } kept
                ? kept
                : null);

    /// <summary>Runs a command; what stops it is printed and makes the exit code 1.</summary>
    public static void Runs(
        this Command command,
        IAnsiConsole console,
        Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (line, cancellationToken) =>
        {
            try
            {
                return await run(line, cancellationToken);
            }
            catch (Exception fault)
                when (fault is CommandFailedException or OptionsValidationException)
            {
                console.Line(fault.Message);
                return 1;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                console.Line("Stopped.");
                return 1;
            }
        });
}
