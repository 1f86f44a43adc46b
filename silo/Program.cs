using System.CommandLine;
using Krewe.Silo.Commands;

// Stopping writes a last checkpoint, which may take longer than the two seconds of the default.
var invocation = new InvocationConfiguration
{
    ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
};
return await KreweCommand.Create(Terminal.Create(Console.Out))
    .Parse(args)
    .InvokeAsync(invocation);
