using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>What the engine logs. Keys of grains may be personal, so only types are
/// named.</summary>
internal sealed partial class SiloLog(ILogger logger)
{
    internal void TurnFailed(Exception exception, GrainId id) =>
        TurnFailed(exception, id.Type.ToString());

    internal void ActivationFailed(Exception exception, GrainId id) =>
        ActivationFailed(exception, id.Type.ToString());

    internal void DeactivationFailed(Exception exception, GrainId id) =>
        DeactivationFailed(exception, id.Type.ToString());

    internal void TimerFailed(Exception exception, GrainId id) =>
        TimerFailed(exception, id.Type.ToString());

    internal void ReminderFailed(Exception exception, GrainId id, string name) =>
        ReminderFailed(exception, id.Type.ToString(), name);

    [LoggerMessage(LogLevel.Information, "Silo {Name} started with {Classes} grain classes")]
    internal partial void Started(string name, int classes);

    [LoggerMessage(LogLevel.Information, "Silo {Name} stopped")]
    internal partial void Stopped(string name);

    [LoggerMessage(LogLevel.Warning, "Silo {Name} stops although {Count} activations are busy")]
    internal partial void StoppedBusy(string name, int count);

    [LoggerMessage(LogLevel.Warning, "Delivery on stream provider {Provider} failed for the "
        + "{Attempt} time and is tried again in {Wait}")]
    internal partial void DeliveryFailed(
        Exception exception, string provider, int attempt, TimeSpan wait);

    [LoggerMessage(LogLevel.Warning, "Memory is short: {Count} activations that were used longest "
        + "ago end. If this goes on, lower the bound of activations or give the process more")]
    internal partial void MemoryShort(int count);

    [LoggerMessage(LogLevel.Warning, "An item of broadcast channel provider {Provider} did not "
        + "reach a grain")]
    internal partial void PublishingFailed(Exception exception, string provider);

    [LoggerMessage(LogLevel.Warning, "A turn of a {GrainType} in {Method} waits by blocking its "
        + "thread, for {Time} so far, for work that needs the same turn: it never ends. Await it "
        + "instead of .Result, .Wait() or GetAwaiter().GetResult()")]
    internal partial void TurnWaitsForItself(string grainType, string method, TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "A turn of a {GrainType} in {Method} has blocked its thread "
        + "for {Time}: await instead of .Result, .Wait(), Thread.Sleep or a lock held long")]
    internal partial void TurnBlocks(string grainType, string method, TimeSpan time);

    [LoggerMessage(LogLevel.Warning, "A turn of a {GrainType} in {Method} has run for {Time}: give "
        + "long work to Task.Run, or split it")]
    internal partial void TurnRunsLong(string grainType, string method, TimeSpan time);

    [LoggerMessage(LogLevel.Error, "A continuation of a {GrainType} failed")]
    private partial void TurnFailed(Exception exception, string grainType);

    [LoggerMessage(LogLevel.Warning, "A {GrainType} could not be activated")]
    private partial void ActivationFailed(Exception exception, string grainType);

    [LoggerMessage(LogLevel.Error, "A {GrainType} failed while it was deactivated")]
    private partial void DeactivationFailed(Exception exception, string grainType);

    [LoggerMessage(LogLevel.Error, "A timer of a {GrainType} failed")]
    private partial void TimerFailed(Exception exception, string grainType);

    [LoggerMessage(LogLevel.Error, "Reminder {Reminder} of a {GrainType} failed")]
    private partial void ReminderFailed(Exception exception, string grainType, string reminder);
}
