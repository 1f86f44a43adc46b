// The grains of this file do what they are warned of.
#pragma warning disable VSTHRD002, VSTHRD103, MA0045, xUnit1031
using System.Threading.Channels;
using Krewe.Embedded;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>Keeps what the engine logs.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    internal Channel<string> Warnings { get; } = Channel.CreateUnbounded<string>();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Warnings.Writer.TryWrite(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}

public interface IStubbornGrain : IGrainWithStringKey
{
    Task Block(ManualResetEventSlim until);

    Task WaitForItself(CancellationToken until);
}

internal sealed class StubbornGrain : Grain, IStubbornGrain
{
    public async Task Block(ManualResetEventSlim until)
    {
        // Off the caller's thread.
        await Task.Yield();
        until.Wait();
    }

    public async Task WaitForItself(CancellationToken until)
    {
        await Task.Yield();
        Later().Wait(until);
    }

    private static async Task Later() => await Task.Yield();
}

public sealed class TurnWatchTests
{
    [Fact]
    public async Task A_turn_that_blocks_is_told_with_its_grain_and_the_cure()
    {
        var (lines, time) = (new LogLines(), new ManualTimeProvider());
        await using var host = await StartAsync(lines, time, watches: true);
        using var until = new ManualResetEventSlim();
        var blocked = host.Grains.GetGrain<IStubbornGrain>("a").Block(until);
        var line = await WarningAsync(lines, time, "has blocked");
        until.Set();
        await blocked;
        Assert.Contains("stubborn", line, StringComparison.Ordinal);
        Assert.Contains("StubbornGrain.Block", line, StringComparison.Ordinal);
        Assert.Contains("await", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_waits_for_its_own_continuation_is_called_by_its_name()
    {
        var (lines, time) = (new LogLines(), new ManualTimeProvider());
        await using var host = await StartAsync(lines, time, watches: true);
        using var until = new CancellationTokenSource();
        var waiting = host.Grains.GetGrain<IStubbornGrain>("a").WaitForItself(until.Token);
        var line = await WarningAsync(lines, time, "never ends");
        await until.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Contains("StubbornGrain.WaitForItself", line, StringComparison.Ordinal);
        Assert.Contains(".Result", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_noted_where_nobody_watches()
    {
        var (lines, time) = (new LogLines(), new ManualTimeProvider());
        await using var host = await StartAsync(lines, time, watches: false);
        using var until = new ManualResetEventSlim();
        var blocked = host.Grains.GetGrain<IStubbornGrain>("a").Block(until);
        time.Advance(TimeSpan.FromSeconds(20));
        until.Set();
        await blocked;
        Assert.False(lines.Warnings.Reader.TryRead(out _));
    }

    /// <summary>Time passes until the engine has this to say.</summary>
    private static async Task<string> WarningAsync(
        LogLines lines, ManualTimeProvider time, string wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string? line;
        while (!lines.Warnings.Reader.TryRead(out line)
            || !line.Contains(wanted, StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        return line;
    }

    private static Task<SiloHost> StartAsync(LogLines lines, TimeProvider time, bool watches) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.ConfigureLogging(logging => logging.AddProvider(lines));
                silo.Services.AddSingleton(lines);
                silo.Configure<EmbeddedEngineOptions>(options => options.WatchesTurns = watches);
                silo.Configure<Orleans.Configuration.SiloMessagingOptions>(
                    options => options.ResponseTimeout = TimeSpan.FromDays(1));
            },
            time);
}
