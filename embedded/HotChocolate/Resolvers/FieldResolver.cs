namespace HotChocolate.Resolvers;

/// <summary>Resolves one field; the value may be a <see cref="IError"/>.</summary>
internal delegate ValueTask<object?> FieldDelegate(ResolverContext context);

/// <summary>How a field gets its value.</summary>
/// <param name="Invoke">The whole way, with all that is wrapped around the member.</param>
/// <param name="Pure">
/// Set when the value comes from the parent alone, at once: then nothing else is needed.
/// </param>
/// <param name="IsAsync">The C# member is awaited; weighs more in the cost.</param>
internal sealed record FieldResolver(
    FieldDelegate Invoke, Func<object, object?>? Pure = null, bool IsAsync = false)
{
    /// <summary>The call has services of its own, which end with it.</summary>
    public bool HasScope { get; init; }

    public static FieldResolver Of(Func<object, object?> pure) =>
        new(context => new(pure(context.Source!)), pure);

    /// <summary>Puts more around the call; such a field is not pure any more.</summary>
    public FieldResolver Wrap(Func<FieldDelegate, FieldDelegate> middleware) =>
        this with { Invoke = middleware(Invoke), Pure = null };
}

/// <summary>Gives the events of a subscription field.</summary>
internal sealed record EventSource(
    Func<ResolverContext, ValueTask<IAsyncEnumerable<object?>>> Open);
