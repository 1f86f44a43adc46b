using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Every type that a document names is one of the schema.</summary>
internal static class TypeNameRules
{
    public static void Check(ValidationContext context, ITypeNode type)
    {
        var inner = type;
        while (inner is not NamedTypeNode)
        {
            inner = inner is ListTypeNode list ? list.Type : ((NonNullTypeNode)inner).Type;
        }

        var named = (NamedTypeNode)inner;
        if (context.Schema.FindType(named.Name.Value) is null)
        {
            context.Report(
                "sec-Fragment-Spread-Type-Existence",
                $"Unknown type \"{named.Name.Value}\"."
                    + context.Suggest(named.Name.Value, context.Schema.TypeNames),
                named);
        }
    }
}
