using HotChocolate.Resolvers;

namespace HotChocolate.Mutations;

/// <summary>What a mutation gives instead of its result: expected errors.</summary>
internal sealed record MutationFailure(IReadOnlyList<object> Errors);

/// <summary>A mutation's result on its way into the payload.</summary>
internal sealed record MutationSuccess(object? Value)
{
    /// <summary>A failure, or an error, is no result.</summary>
    public static object Of(object? value) => value switch
    {
        MutationFailure => value,
        IError => value,
        IEnumerable<IError> => value,
        _ => new MutationSuccess(value),
    };
}

/// <summary>Turns what a mutation throws into what it declares.</summary>
internal sealed class MutationErrors(IReadOnlyList<Func<Exception, object?>> factories)
{
    public FieldDelegate Around(FieldDelegate next) => async context =>
    {
        try
        {
            var result = await next(context);
            return result is IFieldResult { } either
                ? either.IsError ? new MutationFailure([either.Value!]) : either.Value
                : result;
        }
        catch (Exception fault) when (fault is not GraphQLException)
        {
            if (Handle(fault, context) is not { } failure)
            {
                throw;
            }

            return failure;
        }
    };

    private MutationFailure? Handle(Exception fault, ResolverContext context)
    {
        if (fault is not AggregateException many)
        {
            return ErrorOf(fault) is { } error ? new([error]) : null;
        }

        var errors = many.InnerExceptions.Select(ErrorOf).OfType<object>().ToArray();
        if (errors.Length == 0)
        {
            return null;
        }

        foreach (var unexpected in many.InnerExceptions.Where(inner => ErrorOf(inner) is null))
        {
            context.ReportError(unexpected);
        }

        return new(errors);
    }

    private object? ErrorOf(Exception fault) =>
        factories.Select(factory => factory(fault)).FirstOrDefault(error => error is not null);
}
