using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Directives: known, at a place they may stand on, and there once.</summary>
internal static class DirectiveRules
{
    /// <summary>The directive of the schema, or null if this was reported.</summary>
    public static IDirectiveView? CheckIsKnown(
        ValidationContext context, DirectiveNode node, string location)
    {
        var name = node.Name.Value;
        if (context.Schema.FindDirective(name) is not { } directive)
        {
            context.Report(
                "sec-Directives-Are-Defined", $"Unknown directive \"@{name}\".", node);
            return null;
        }

        if (!directive.MayStandOn(location))
        {
            context.Report(
                "sec-Directives-Are-in-Valid-Locations",
                $"Directive \"@{name}\" may not be used on {location}.",
                node);
        }

        return directive;
    }

    public static void CheckAreUnique(
        ValidationContext context, IReadOnlyList<DirectiveNode> directives)
    {
        for (var i = 1; i < directives.Count; i++)
        {
            var name = directives[i].Name.Value;
            if (FirstBefore(directives, i, name) is { } first
                && context.Schema.FindDirective(name) is { IsRepeatable: false })
            {
                context.Report(
                    "sec-Directives-Are-Unique-per-Location",
                    $"The directive \"@{name}\" can only be used once at this location.",
                    first,
                    directives[i]);
            }
        }
    }

    /// <summary>The parser lets only a few directives stand at one place.</summary>
    private static DirectiveNode? FirstBefore(
        IReadOnlyList<DirectiveNode> directives, int end, string name)
    {
        for (var i = 0; i < end; i++)
        {
            if (directives[i].Name.Value == name)
            {
                return directives[i];
            }
        }

        return null;
    }
}
