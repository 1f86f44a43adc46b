namespace Orleans;

/// <summary>Runs functions one after the other, in the order in which they were added.</summary>
/// <remarks>For reentrant grains. A function that fails fails its own task alone.</remarks>
public class AsyncSerialExecutor<TResult>
{
    private readonly Lock _guard = new();
    private Task _last = Task.CompletedTask;

    public Task<TResult> AddNext(Func<Task<TResult>> func)
    {
        lock (_guard)
        {
            var next = RunAfterAsync(_last, func);
            _last = next;
            return next;
        }
    }

    private static async Task<TResult> RunAfterAsync(Task before, Func<Task<TResult>> func)
    {
        await before.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
            | ConfigureAwaitOptions.ForceYielding);
        return await func();
    }
}

/// <summary>Runs functions without results one after the other.</summary>
public class AsyncSerialExecutor
{
    private readonly AsyncSerialExecutor<bool> _executor = new();

    public Task AddNext(Func<Task> func) => _executor.AddNext(async () =>
    {
        await func();
        return true;
    });
}

/// <summary>Tasks that nobody waits for.</summary>
public static class PublicOrleansTaskExtensions
{
    /// <summary>Looks at a failure, so that it is not reported as unobserved.</summary>
    public static void Ignore(this Task task) => _ = LookAtAsync(task);

    private static async Task LookAtAsync(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
