using HotChocolate.Language;
using Krewe.Embedded.Validation;
using Krewe.GraphQL.Tests.Validation.Sdl;

namespace Krewe.GraphQL.Tests.Validation;

/// <summary>A document and what is to be said of it, from the files of folder Cases.</summary>
/// <remarks>
/// <para>Shape: a line <c>-- name</c>, the document, and a line <c>=&gt; error</c> for each
/// error, with its places before it, or <c>=&gt; valid</c>. The errors are those of graphql-js
/// 16.15 for the schema beside the files.</para>
/// </remarks>
internal sealed record RuleCase(string Name, string Document, IReadOnlyList<string> Errors)
{
    public static SdlSchema Schema { get; } = SdlSchema.Parse(Read("schema.graphql"));

    public static IEnumerable<RuleCase> ReadAll(string file) => Read(file)
        .Split("\n-- ")
        .Select(text => Parse(text.Replace("-- ", "", StringComparison.Ordinal)));

    /// <summary>The errors of a document against the schema of the cases.</summary>
    public static IReadOnlyList<string> ErrorsOf(
        string document, ValidationOptions? options = null)
    {
        var all = options ?? new ValidationOptions { ErrorsMax = int.MaxValue };
        var errors = new DocumentValidator(Schema, all)
            .Validate(Utf8GraphQLParser.Parse(document));
        return [.. errors.Select(error => Escape(error.ToString()))];
    }

    private static RuleCase Parse(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var end = Array.FindIndex(lines, IsError);
        var errors = lines[end..].Where(IsError).Select(line => line["=> ".Length..]);
        return new RuleCase(
            lines[0],
            string.Join('\n', lines[1..end]),
            [.. errors.Where(error => error != "valid")]);
    }

    private static bool IsError(string line) => line.StartsWith("=> ", StringComparison.Ordinal);

    private static string Escape(string text) =>
        text.Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Read(string file)
    {
        using var stream = typeof(RuleCase).Assembly.GetManifestResourceStream($"Cases/{file}")
            ?? throw new InvalidOperationException($"There is no {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
