using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>What holds for a document as a whole: its definitions and their names.</summary>
internal static class DocumentRules
{
    public static void Check(ValidationContext context)
    {
        CheckAreExecutable(context);
        CheckOperationNames(context);
        CheckFragmentNames(context);
        CheckAnonymousIsAlone(context);
    }

    private static void CheckAreExecutable(ValidationContext context)
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not IExecutableDefinitionNode)
            {
                context.Report(
                    "sec-Executable-Definitions",
                    $"The {NameOf(definition)} definition is not executable.",
                    definition);
            }
        }
    }

    private static string NameOf(IDefinitionNode definition) => definition switch
    {
        INamedSyntaxNode named => $"\"{named.Name.Value}\"",
        DirectiveDefinitionNode directive => $"\"{directive.Name.Value}\"",
        _ => "schema",
    };

    private static void CheckOperationNames(ValidationContext context)
    {
        HashSet<NameNode>? seen = null;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode { Name: { } name })
            {
                seen ??= new HashSet<NameNode>(ByValue.Instance);
                CheckIsNew(context, seen, name, "sec-Operation-Name-Uniqueness", "operation");
            }
        }
    }

    private static void CheckFragmentNames(ValidationContext context)
    {
        if (context.Fragments.Count < 2)
        {
            return;
        }

        var seen = new HashSet<NameNode>(ByValue.Instance);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment)
            {
                CheckIsNew(
                    context, seen, fragment.Name, "sec-Fragment-Name-Uniqueness", "fragment");
            }
        }
    }

    private static void CheckIsNew(
        ValidationContext context,
        HashSet<NameNode> seen,
        NameNode name,
        string section,
        string what)
    {
        if (!seen.Add(name) && seen.TryGetValue(name, out var first))
        {
            context.Report(
                section, $"There can be only one {what} named \"{name.Value}\".", first, name);
        }
    }

    private static void CheckAnonymousIsAlone(ValidationContext context)
    {
        var operations = 0;
        foreach (var definition in context.Document.Definitions)
        {
            operations += definition is OperationDefinitionNode ? 1 : 0;
        }

        for (var i = 0; operations > 1 && i < context.Document.Definitions.Count; i++)
        {
            if (context.Document.Definitions[i] is OperationDefinitionNode { Name: null } lone)
            {
                context.Report(
                    "sec-Lone-Anonymous-Operation",
                    "This anonymous operation must be the only defined operation.",
                    lone);
            }
        }
    }

    private sealed class ByValue : IEqualityComparer<NameNode>
    {
        public static ByValue Instance { get; } = new();

        public bool Equals(NameNode? x, NameNode? y) => x?.Value == y?.Value;

        public int GetHashCode(NameNode obj) => StringComparer.Ordinal.GetHashCode(obj.Value);
    }
}
