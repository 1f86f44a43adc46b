using HotChocolate.Execution.Plans;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Execution;

/// <summary>Parses, validates and compiles documents.</summary>
internal sealed class OperationPreparer(
    Schema schema,
    ParserOptions parserOptions,
    RequestValidator validator,
    PreparedOperations cache)
{
    public PreparedOperation Prepare(OperationRequest request)
    {
        var document = request.Document!;
        if (cache.Find(document, request.OperationName) is { } known)
        {
            return known;
        }

        var prepared = Make(document, request);
        if (prepared.Plan is not null)
        {
            cache.Add(document, request.OperationName, prepared);
        }

        return prepared;
    }

    private PreparedOperation Make(string text, OperationRequest request)
    {
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(text, parserOptions);
        }
        catch (SyntaxException fault)
        {
            return PreparedOperation.Refused(ErrorBuilder.New()
                .SetMessage(fault.Message)
                .SetCode(ErrorCodes.Syntax)
                .AddLocation(fault.Line, fault.Column)
                .Build());
        }

        var errors = validator.Validate(document);
        if (errors.Length > 0)
        {
            return PreparedOperation.Refused(errors);
        }

        return Choose(document, request.OperationName) is { } operation
            ? Compile(document, operation)
            : PreparedOperation.Refused(ErrorBuilder.New()
                .SetMessage(request.OperationName is null
                    ? "The operation name can only be omitted if there is just one operation "
                        + "in a GraphQL document."
                    : $"The specified operation `{request.OperationName}` cannot be found.")
                .Build());
    }

    private PreparedOperation Compile(DocumentNode document, OperationDefinitionNode operation)
    {
        if (schema.RootOf(operation.Operation) is null)
        {
            return PreparedOperation.Refused(ErrorBuilder.New()
                .SetMessage($"The schema has no {operation.Operation} type.").Build());
        }

        try
        {
            return new(new PlanCompiler(schema, document).Compile(operation), null);
        }
        catch (GraphQLException fault)
        {
            return PreparedOperation.Refused([.. fault.Errors]);
        }
    }

    private static OperationDefinitionNode? Choose(DocumentNode document, string? name)
    {
        var operations = document.Definitions.OfType<OperationDefinitionNode>();
        return name is null
            ? operations.Take(2).ToArray() is [var only] ? only : null
            : operations.FirstOrDefault(operation => operation.Name?.Value == name);
    }
}
