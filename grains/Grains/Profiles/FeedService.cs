using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Profiles;

/// <summary>Keeps the live feeds of this silo linked with those of the others, while it
/// lives.</summary>
internal sealed partial class FeedService(
    FeedLinks links,
    IOptions<FeedOptions> options,
    TimeProvider time,
    ILogger<FeedService> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(lifecycle);

        // Before any profile has a turn.
        lifecycle.Subscribe(nameof(FeedService), ServiceLifecycleStage.RuntimeInitialize, _ =>
        {
            links.Open();
            return Task.CompletedTask;
        });
        lifecycle.Subscribe(nameof(FeedService), ServiceLifecycleStage.Active, _ =>
        {
            _running = Task.Run(RunAsync, CancellationToken.None);
            return Task.CompletedTask;
        });

        // What stops before this stage is the grains: what they have said is sent.
        lifecycle.Subscribe(
            nameof(FeedService),
            ServiceLifecycleStage.BecomeActive,
            _ => Task.CompletedTask,
            StopAsync);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await links.RenewAsync(_stopping.Token);
            }
            catch (Exception fault)
            {
                LogNotRenewed(fault);
            }

            var wait = links.IsJoined ? options.Value.RenewPeriod : options.Value.JoinPeriod;
            await Task.Delay(wait, time, _stopping.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CloseTimeout);
        try
        {
            await links.CloseAsync(limit.Token);
        }
        catch (OperationCanceledException fault)
        {
            LogNotClosed(fault);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The roster of live feeds could not be joined; tried again")]
    private partial void LogNotRenewed(Exception fault);

    [LoggerMessage(LogLevel.Warning, "Live changes for other silos could not all be sent")]
    private partial void LogNotClosed(Exception fault);
}
