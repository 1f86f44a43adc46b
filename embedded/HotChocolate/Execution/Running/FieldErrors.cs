using HotChocolate.Execution.Inputs;
using HotChocolate.Types;

namespace HotChocolate.Execution;

/// <summary>What the client is told of an exception at a field.</summary>
internal static class FieldErrors
{
    public static IEnumerable<IError> Of(Exception fault, Path path) => fault switch
    {
        GraphQLException known => known.Errors.Select(
            error => error.Path is null ? error.WithPath(path) : error),
        InputException refusal =>
        [
            ErrorBuilder.New()
                .SetMessage(refusal.Message)
                .SetCode(refusal.Code)
                .SetPath(path)
                .SetExtension("inputPath", refusal.Path)
                .Build(),
        ],
        LeafException leaf =>
            [ErrorBuilder.New().SetMessage(leaf.Message).SetPath(path).Build()],
        _ => [ErrorBuilder.FromException(fault).SetPath(path).Build()],
    };
}
