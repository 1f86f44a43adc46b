using System.Collections.Immutable;
using HotChocolate.Execution.Running;

namespace HotChocolate.Execution;

/// <summary>What a request gave: one response, or a stream of them.</summary>
public interface IExecutionResult : IAsyncDisposable;

/// <summary>One response.</summary>
public sealed class OperationResult : IExecutionResult
{
    private ResultTable? _data;

    internal OperationResult(ResultTable data, ImmutableList<IError> errors)
    {
        _data = data;
        Errors = errors;
    }

    internal OperationResult(params ImmutableList<IError> errors) => Errors = errors;

    public ImmutableList<IError> Errors { get; private set; }

    public IReadOnlyDictionary<string, object?> Extensions { get; private set; } =
        ImmutableDictionary<string, object?>.Empty;

    /// <summary>The values; null when the request was refused before it ran.</summary>
    internal ResultTable? Data => _data;

    /// <summary>The status over HTTP, where it does not follow from the response itself.</summary>
    internal int? HttpStatus { get; init; }

    internal void AddExtension(string name, object? value) => Extensions =
        Extensions.ToImmutableDictionary(StringComparer.Ordinal).SetItem(name, value);

    internal OperationResult WithErrors(ImmutableList<IError> errors)
    {
        Errors = errors;
        return this;
    }

    public ValueTask DisposeAsync()
    {
        _data?.Dispose();
        _data = null;
        return default;
    }
}

/// <summary>The responses of a subscription, one for each event.</summary>
public interface IResponseStream : IExecutionResult
{
    IAsyncEnumerable<OperationResult> ReadResultsAsync();
}

internal sealed class ResponseStream(
    Func<IAsyncEnumerable<OperationResult>> read, Func<ValueTask> onDisposed) : IResponseStream
{
    public IAsyncEnumerable<OperationResult> ReadResultsAsync() => read();

    public ValueTask DisposeAsync() => onDisposed();
}
