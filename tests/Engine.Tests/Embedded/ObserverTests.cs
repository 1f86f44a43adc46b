using Krewe.Engine.Tests.Calls;
using Orleans;

namespace Krewe.Engine.Tests.Embedded;

public interface IAsker : IGrainObserver
{
    Task Ask(Gate gate);
}

public sealed class ObserverTests
{
    [Fact]
    public async Task Calls_that_wait_for_an_observer_fail_when_it_is_deleted()
    {
        await using var host = await SiloHost.StartAsync();
        var asker = new Asker();
        var reference = host.Grains.CreateObjectReference<IAsker>(asker);
        var gate = new Gate();
        var first = reference.Ask(gate);
        await gate.Entered;
        var waiting = reference.Ask(new Gate());
        host.Grains.DeleteObjectReference<IAsker>(asker);
        gate.Open();
        await first;

        await Assert.ThrowsAsync<ArgumentException>(
            () => waiting.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<ArgumentException>(() => reference.Ask(gate));
        Assert.False(asker.IsDisposed);
    }

    private sealed class Asker : IAsker, IDisposable
    {
        internal bool IsDisposed { get; private set; }

        public Task Ask(Gate gate) => gate.PassAsync();

        public void Dispose() => IsDisposed = true;
    }
}
