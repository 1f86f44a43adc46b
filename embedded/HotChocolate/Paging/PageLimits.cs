using HotChocolate.Resolvers;

namespace HotChocolate.Types.Pagination;

/// <summary>Refuses pages that are too large before the resolver is asked.</summary>
internal sealed class PageLimits(string fieldName, PagingOptions options)
{
    private readonly int _max = options.MaxPageSize ?? PagingDefaults.MaxPageSize;
    private readonly bool _isBothWays =
        options.AllowBackwardPagination ?? PagingDefaults.AllowBackwardPagination;

    private readonly bool _isRequired =
        options.RequirePagingBoundaries ?? PagingDefaults.RequirePagingBoundaries;

    public FieldDelegate Around(FieldDelegate next) => context =>
    {
        var first = context.RawArgument("first") as int?;
        var last = _isBothWays ? context.RawArgument("last") as int? : null;
        Check(first, context);
        Check(last, context);
        return _isRequired && first is null && last is null
            ? throw new GraphQLException(Error(
                "You must provide a `first` or `last` value to properly paginate the field.",
                ErrorCodes.NoPagingBoundaries,
                context).Build())
            : next(context);
    };

    private void Check(int? requested, ResolverContext context)
    {
        if (requested < 0)
        {
            throw new GraphQLException(Error(
                "The requested number of values per page must be at least 0.",
                ErrorCodes.PageNegative,
                context).Build());
        }

        if (requested > _max)
        {
            throw new GraphQLException(Error(
                "The maximum allowed items per page were exceeded.",
                ErrorCodes.PageTooLarge,
                context)
                .SetExtension("requestedItems", requested)
                .SetExtension("maxAllowedItems", _max)
                .Build());
        }
    }

    private ErrorBuilder Error(string message, string code, ResolverContext context) =>
        ErrorBuilder.New()
            .SetMessage(message)
            .SetCode(code)
            .SetPath(context.Path)
            .SetExtension("coordinate", $"{context.Field.Owner.Name}.{fieldName}");
}
