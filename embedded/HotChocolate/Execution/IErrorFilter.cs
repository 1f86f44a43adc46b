namespace HotChocolate.Execution;

/// <summary>Sees each error before the client does, and may change it.</summary>
public interface IErrorFilter
{
    /// <summary>The error that the client gets.</summary>
    IError OnError(IError error);
}

/// <summary>Asks all filters, one after the other.</summary>
internal sealed class ErrorFilters(IReadOnlyList<IErrorFilter> filters, bool includesDetails)
{
    public IError Apply(IError error)
    {
        try
        {
            var seen = filters.Aggregate(error, (current, filter) => filter.OnError(current));
            return includesDetails && seen.Exception is { } fault ? WithDetails(seen, fault) : seen;
        }
        catch (Exception)
        {
            // A filter that fails must not say more than it was to say.
            return ErrorBuilder.New()
                .SetMessage("Unexpected Execution Error")
                .SetPath(error.Path)
                .Build();
        }
    }

    private static IError WithDetails(IError error, Exception fault) => error.SetExtension(
        "exception",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["message"] = fault.Message,
            ["stackTrace"] = fault.StackTrace,
        });
}

internal sealed class DelegateErrorFilter(Func<IError, IError> filter) : IErrorFilter
{
    public IError OnError(IError error) => filter(error);
}
