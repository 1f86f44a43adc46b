using Krewe.Embedded;
using Krewe.Engine.Tests.Timers;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Engine.Tests.Embedded;

public sealed class DurableReminderTests
{
    [Fact]
    public async Task A_reminder_goes_on_after_a_restart()
    {
        var (store, time) = (new InMemoryDurableStore(), new ManualTimeProvider());
        await using (var host = await StartAsync(store, new Bell(), time))
        {
            await host.Grains.GetGrain<IClockGrain>("a/b").Remind("wake");
        }
        time.Advance(TimeSpan.FromMinutes(21));
        var bell = new Bell();
        await using (var host = await StartAsync(store, bell, time))
        {
            time.Advance(TimeSpan.FromMinutes(4));
            Assert.Equal("wake at 20", await bell.Rings.Reader.ReadAsync());
            await host.Grains.GetGrain<IClockGrain>("a/b").Forget("wake");
        }
        Assert.Equal(0, store.Count);
    }

    private static Task<SiloHost> StartAsync(
        InMemoryDurableStore store, Bell bell, TimeProvider time) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.UseEmbeddedReminders();
                silo.Services.AddSingleton<IDurableStore>(store);
                silo.Services.AddSingleton(bell);
            },
            time);
}
