namespace Orleans.Serialization.Invocation;

/// <summary>How a call ended: with a result, or with an exception.</summary>
public abstract class Response : IDisposable
{
    public static Response Completed { get; } = new Done();

    public abstract object? Result { get; set; }

    public abstract Exception? Exception { get; set; }

    public static Response FromException(Exception exception) => new Failed(exception);

    public static Response FromResult<TResult>(TResult value) =>
        new Response<TResult> { TypedResult = value };

    public virtual Type? GetSimpleResultType() => null;

    public abstract T GetResult<T>();

    public abstract void Dispose();

    private sealed class Done : Response
    {
        public override object? Result
        {
            get => null;
            set => throw new InvalidOperationException("a call without a result has none");
        }

        public override Exception? Exception
        {
            get => null;
            set => throw new InvalidOperationException("a completed call did not fail");
        }

        public override T GetResult<T>() => default!;

        public override void Dispose()
        {
        }

        public override string ToString() => "[Completed]";
    }

    private sealed class Failed(Exception exception) : Response
    {
        public override object? Result
        {
            get => throw Kept();
            set => throw new InvalidOperationException("a failed call has no result");
        }

        public override Exception? Exception { get; set; } = exception;

        public override T GetResult<T>() => throw Kept();

        public override void Dispose()
        {
        }

        public override string ToString() => $"[Exception: {Exception}]";

        /// <summary>The same exception, with the stack of where it was thrown first.</summary>
        private Exception Kept()
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(Exception!);
            return Exception!;
        }
    }
}

/// <summary>The result of a call.</summary>
public class Response<TResult> : Response
{
    public TResult? TypedResult { get; set; }

    public override object? Result
    {
        get => TypedResult;
        set => TypedResult = (TResult?)value;
    }

    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException("a call with a result did not fail");
    }

    public override T GetResult<T>() => (T)(object)TypedResult!;

    public override Type? GetSimpleResultType() => typeof(TResult);

    public override void Dispose() => TypedResult = default;

    public override string ToString() => $"{TypedResult}";
}
