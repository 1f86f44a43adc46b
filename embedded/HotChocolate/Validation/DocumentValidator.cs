using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Decides whether a document may be executed against a schema.</summary>
/// <remarks>
/// <para>Shape: has no state of its own; any number of threads may use one. One walk over the
/// document serves nearly all rules, and what needs the whole document follows it.</para>
/// <para>Errors: returned, never thrown, at most <see cref="ValidationOptions.ErrorsMax"/>,
/// or one more where a limit ended the validation.</para>
/// <para>Source: spec.graphql.org/September2025, section 5; texts as of graphql-js 16.</para>
/// </remarks>
internal sealed class DocumentValidator(ISchemaView schema, ValidationOptions options)
{
    /// <summary>What is wrong with a document; empty if it may be executed.</summary>
    public IReadOnlyList<ValidationError> Validate(DocumentNode document)
    {
        var context = new ValidationContext(schema, options, document);
        try
        {
            Validate(context);
        }
        catch (ValidationEndedException)
        {
            // The errors say why.
        }

        return context.Errors;
    }

    private static void Validate(ValidationContext context)
    {
        LimitFragments(context);
        DocumentRules.Check(context);
        new DocumentWalk(context).Visit();
        FragmentRules.CheckAreUsed(context);
        VariableRules.CheckUsages(context);
        if (context.Errors.Count == 0 && LimitWalk.IsNeeded(context))
        {
            new LimitWalk(context).Check();
        }
    }

    /// <summary>Rules that follow fragments go as deep as there are fragments.</summary>
    private static void LimitFragments(ValidationContext context)
    {
        if (context.Fragments.Count > context.Options.FragmentVisitsMax)
        {
            context.End(new ValidationError(
                "The document defines more than "
                    + $"{context.Options.FragmentVisitsMax} fragments.",
                [context.Document]));
        }
    }
}
