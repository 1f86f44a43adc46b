using System.CommandLine;
using Krewe.Silo.Demo;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Shows the whole way, from files to audiences, and checks it.</summary>
internal static class DemoCommand
{
    /// <summary>The command <c>demo</c>.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var command = new Command("demo", "Takes customers in from two files, sends their segments "
            + "to a sandbox ad platform in this process, lets some of them leave again, and exits "
            + "with 0 only if the platform holds exactly what it should. It needs nothing and "
            + "leaves nothing behind.");
        command.Runs(console, (_, cancellationToken) =>
            new DemoRun(console, new DemoSettings()).RunAsync(cancellationToken));
        return command;
    }
}
