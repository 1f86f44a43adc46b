#pragma warning disable VSTHRD200 // The methods are looked up by name and read a result.
using System.Reflection;
using HotChocolate.Resolvers;

namespace HotChocolate.Inference;

/// <summary>What a resolver's result becomes, whether it is there or awaited.</summary>
/// <remarks>Called by compiled code, by name; see <see cref="ResolverCompiler"/>.</remarks>
internal static class ResultReaders
{
    public static ValueTask<object?> FromValue<T>(ResolverContext context, T value)
    {
        _ = context;
        return new((object?)value);
    }

    public static ValueTask<object?> FromTask<T>(ResolverContext context, Task<T> task)
    {
        _ = context;
        return task.IsCompletedSuccessfully
            ? new((object?)task.Result)
            : AwaitAsync(task);
    }

    public static ValueTask<object?> FromValueTask<T>(ResolverContext context, ValueTask<T> task)
    {
        _ = context;
        return task.IsCompletedSuccessfully ? new((object?)task.Result) : AwaitAsync(task.AsTask());
    }

    /// <summary>A list that comes one by one is a list nevertheless.</summary>
    public static async ValueTask<object?> FromStream<T>(
        ResolverContext context, IAsyncEnumerable<T>? stream)
    {
        if (stream is null)
        {
            return null;
        }

        var items = new List<T>();
        await foreach (var item in stream.WithCancellation(context.RequestAborted))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>The reader for what a method returns.</summary>
    public static MethodInfo For(Type returned)
    {
        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var (name, argument) = shape switch
        {
            _ when shape == typeof(Task<>) => (nameof(FromTask), returned.GetGenericArguments()[0]),
            _ when shape == typeof(ValueTask<>) =>
                (nameof(FromValueTask), returned.GetGenericArguments()[0]),
            _ when shape == typeof(IAsyncEnumerable<>) =>
                (nameof(FromStream), returned.GetGenericArguments()[0]),
            _ => (nameof(FromValue), returned),
        };
        return typeof(ResultReaders).GetMethod(name)!.MakeGenericMethod(argument);
    }

    private static async ValueTask<object?> AwaitAsync<T>(Task<T> task) => await task;
}
