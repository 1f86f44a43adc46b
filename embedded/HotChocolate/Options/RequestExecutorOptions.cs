using System.Diagnostics;

namespace HotChocolate.Execution.Options;

/// <summary>How requests are executed.</summary>
public class RequestExecutorOptions
{
    private static readonly TimeSpan TimeoutMin = TimeSpan.FromMilliseconds(100);

    private TimeSpan _executionTimeout =
        Debugger.IsAttached ? TimeSpan.FromMinutes(30) : TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one request may take. Default 30 seconds, 30 minutes with a debugger; not less
    /// than 100 ms.
    /// </summary>
    public TimeSpan ExecutionTimeout
    {
        get => _executionTimeout;
        set => _executionTimeout = value < TimeoutMin ? TimeoutMin : value;
    }

    /// <summary>Whether errors tell of the exception. Default: with a debugger.</summary>
    public bool IncludeExceptionDetails { get; set; } = Debugger.IsAttached;
}
