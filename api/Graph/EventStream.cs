using System.Runtime.CompilerServices;
using HotChocolate.Execution;
using Krewe.Contracts.Profiles;

namespace Krewe.Api.Graph;

/// <summary>The events of one subscription; what ended them early is told with a stable
/// code.</summary>
/// <param name="events">The events.</param>
/// <param name="owner">What is let go when the subscription ends; null: nothing.</param>
internal sealed class EventStream<T>(IAsyncEnumerable<T> events, IAsyncDisposable? owner = null)
    : ISourceStream<T>
{
    public IAsyncEnumerable<T> ReadEventsAsync() => ReadAsync(CancellationToken.None);

    IAsyncEnumerable<object?> ISourceStream.ReadEventsAsync() =>
        BoxAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => owner?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async IAsyncEnumerable<T> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(source))
        {
            yield return source.Current;
        }
    }

    private async IAsyncEnumerable<object?> BoxAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in ReadAsync(cancellationToken))
        {
            yield return one;
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<T> source)
    {
        try
        {
            return await source.MoveNextAsync();
        }
        catch (SubscriberTooSlowException fault)
        {
            throw GraphErrors.Of(SubscriberTooSlowException.Code, fault.Message);
        }
        catch (FeedInterruptedException fault)
        {
            throw GraphErrors.Of(FeedInterruptedException.Code, fault.Message);
        }
    }
}
