namespace HotChocolate.Execution;

/// <summary>The events of a subscription. Ends when it is disposed.</summary>
public interface ISourceStream : IAsyncDisposable
{
    IAsyncEnumerable<object?> ReadEventsAsync();
}

/// <summary>The events of a subscription.</summary>
public interface ISourceStream<out TMessage> : ISourceStream
{
    new IAsyncEnumerable<TMessage> ReadEventsAsync();
}
