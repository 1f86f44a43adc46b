using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>One document on its way through the rules: what they share, and what they found.
/// </summary>
/// <remarks>
/// <para>Errors: a limit that is reached ends the validation by
/// <see cref="ValidationEndedException"/>, with the errors found so far.</para>
/// </remarks>
internal sealed class ValidationContext(
    ISchemaView schema, ValidationOptions options, DocumentNode document)
{
    /// <summary>
    /// Steps along fragments and variables that many operations share, which could be many
    /// times what the document is long. A document within the other limits needs far fewer.
    /// </summary>
    private const int SharedStepsMax = 200_000;

    private readonly List<ValidationError> _errors = [];
    private int _steps;

    public ISchemaView Schema { get; } = schema;

    public ValidationOptions Options { get; } = options;

    public DocumentNode Document { get; } = document;

    public FragmentIndex Fragments { get; } = new(document);

    public VariableUsages Usages { get; } = new();

    /// <summary>Whether the document asks for the schema; known once it was walked.</summary>
    public bool UsesIntrospection { get; set; }

    public IReadOnlyList<ValidationError> Errors => _errors;

    public void Report(string section, string message, params IReadOnlyList<ISyntaxNode> nodes) =>
        Report(new ValidationError(message, nodes, section));

    public void Report(ValidationError error)
    {
        _errors.Add(error);
        if (_errors.Count >= Options.ErrorsMax)
        {
            throw new ValidationEndedException();
        }
    }

    /// <summary>Reports that a limit is reached, and goes no further.</summary>
    public void End(ValidationError error)
    {
        _errors.Add(error);
        throw new ValidationEndedException();
    }

    public void CountSteps(int steps)
    {
        _steps += steps;
        if (_steps > SharedStepsMax)
        {
            End(new ValidationError(
                "The document uses its fragments in too many ways to be validated.", [Document]));
        }
    }

    /// <summary>A question behind the message of an error: the names that come close.</summary>
    public string Suggest(string input, IEnumerable<string> names, string what = "") =>
        Options.Suggests ? Suggestions.Ask(Suggestions.For(input, names), what) : "";
}

/// <summary>Enough is known: the document is refused.</summary>
internal sealed class ValidationEndedException : Exception;
