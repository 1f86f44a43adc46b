using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Where commands print.</summary>
internal static class Terminal
{
    // Wide enough for a hashed e-mail beside a 38-digit id.
    private const int PlainWidth = 140;

    /// <summary>Colours and the window's width on a terminal; plain wide text elsewhere.</summary>
    public static IAnsiConsole Create(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    /// <summary>One line as it is: no markup, and no break where the window ends.</summary>
    public static void Line(this IAnsiConsole console, string text = "") =>
        console.Profile.Out.Writer.WriteLine(text);

    /// <summary>A table in the house's look.</summary>
    public static Table NewTable(this IAnsiConsole console, string title) => new()
    {
        Title = new TableTitle(Markup.Escape(title)),
        Border = console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Simple,
    };
}
