namespace Orleans;

/// <summary>Cancels calls that were given its token. A plain <see cref="CancellationToken"/>
/// crosses grain interfaces as well.</summary>
public sealed class GrainCancellationTokenSource : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public GrainCancellationTokenSource()
    {
        Token = new GrainCancellationToken(_source);
    }

    public GrainCancellationToken Token { get; }

    public bool IsCancellationRequested => _source.IsCancellationRequested;

    public Task Cancel() => _source.CancelAsync();

    public void Dispose() => _source.Dispose();
}

/// <summary>The token of a <see cref="GrainCancellationTokenSource"/>, as grains take it.</summary>
public sealed class GrainCancellationToken : IDisposable
{
    private readonly CancellationTokenSource _source;

    internal GrainCancellationToken(CancellationTokenSource source)
    {
        _source = source;
        CancellationToken = source.Token;
    }

    public CancellationToken CancellationToken { get; }

    public void Dispose() => _source.Dispose();
}
