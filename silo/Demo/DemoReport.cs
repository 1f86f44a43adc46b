using System.Collections.Immutable;
using System.Globalization;
using Krewe.Api.Activation;
using Krewe.Api.Segments;
using Krewe.Api.Workspaces;
using Krewe.Silo.Commands;
using Spectre.Console;

namespace Krewe.Silo.Demo;

/// <summary>Prints what the demo does and finds.</summary>
internal static class DemoReport
{
    public static void WriteHeading(this IAnsiConsole console, string text)
    {
        console.Line();
        console.Write(new Rule(Markup.Escape(text)).LeftJustified());
        console.Line();
    }

    public static void WriteChanges(this IAnsiConsole console, WorkspaceAnswer answer)
    {
        foreach (var change in answer.Changes)
        {
            console.Line($"+ {change.Text}");
        }
    }

    public static void WriteFile(this IAnsiConsole console, DemoFile file)
    {
        console.Line(string.Create(
            CultureInfo.InvariantCulture, $"{file.Name} ({file.Content.Length} bytes)"));
    }

    /// <summary>The segments with their members, people by people.</summary>
    public static void WriteSegments(this IAnsiConsole console, IEnumerable<SegmentAnswer> segments)
    {
        var table = console.NewTable("Segments and their members here");
        table.AddColumns("Id", "Segment", "Rule", "Members");
        foreach (var segment in segments)
        {
            table.AddRow(
                segment.Id.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(segment.Name),
                Markup.Escape(segment.Rule),
                segment.Members.Length == 0
                    ? "nobody"
                    : Markup.Escape(string.Join('\n', segment.Members)));
        }

        console.Write(table);
    }

    /// <summary>The audiences with the hashed e-mails that the platform holds.</summary>
    public static void WriteAudiences(
        this IAnsiConsole console,
        IEnumerable<AudienceAnswer> audiences,
        ImmutableSortedDictionary<string, HeldAudience> held)
    {
        var table = console.NewTable("Audiences on the ad platform");
        table.AddColumns("Segment", "Audience", "Name", "Hashed e-mails that it holds");
        foreach (var one in audiences.OrderBy(one => one.Segment))
        {
            var audience = held.GetValueOrDefault(one.Audience);
            table.AddRow(
                one.Segment.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(one.Audience),
                Markup.Escape(audience?.Name ?? "not there"),
                audience is { Members.IsEmpty: false }
                    ? string.Join('\n', audience.Members)
                    : "none");
        }

        console.Write(table);
    }

    public static void WriteVerdict(
        this IAnsiConsole console, ImmutableArray<string> differences, string equal)
    {
        foreach (var difference in differences)
        {
            console.Line(difference);
        }

        console.Line(differences.IsEmpty ? equal : "The ad platform does not hold what it should.");
    }
}
