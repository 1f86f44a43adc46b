namespace HotChocolate;

/// <summary>Errors for the client. What is thrown otherwise stays inside.</summary>
public class GraphQLException : Exception
{
    public GraphQLException(string message)
        : this(ErrorBuilder.New().SetMessage(message).Build())
    {
    }

    public GraphQLException(IError error)
        : base(error?.Message) =>
        Errors = [error ?? throw new ArgumentNullException(nameof(error))];

    public GraphQLException(params IError[] errors)
        : this((IEnumerable<IError>)errors)
    {
    }

    public GraphQLException(IEnumerable<IError> errors)
        : base("There are several errors; see Errors.") => Errors = [.. errors];

    public IReadOnlyList<IError> Errors { get; }
}

/// <summary>The schema cannot be built. Lists everything that is wrong.</summary>
public class SchemaException : Exception
{
    public SchemaException(params ISchemaError[] errors)
        : base(Say(errors)) => Errors = [.. errors];

    public IReadOnlyList<ISchemaError> Errors { get; }

    private static string Say(ISchemaError[] errors) =>
        $"For more details look at the `Errors` property.{Environment.NewLine}{Environment.NewLine}"
        + string.Join(Environment.NewLine, errors.Select((e, n) => $"{n + 1}. {e.Message}"));
}

/// <summary>One thing that is wrong with a schema.</summary>
public interface ISchemaError
{
    string Message { get; }
}

internal sealed record SchemaError(string Message) : ISchemaError;
