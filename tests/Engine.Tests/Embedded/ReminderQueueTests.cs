using Krewe.Embedded;
using Krewe.Engine.Tests.Timers;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Krewe.Engine.Tests.Embedded;

public sealed class ReminderQueueTests
{
    [Fact]
    public async Task A_reminder_that_is_updated_often_rings_once_and_leaves_nothing_behind()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await SiloHost.StartAsync(
            silo =>
            {
                silo.UseInMemoryReminderService();
                silo.Services.AddSingleton(bell);
            },
            time);
        var service = (ReminderService)host.Services.GetRequiredService<IReminderRegistry>();
        var grain = ((GrainReference)host.Grains.GetGrain<IClockGrain>("a")).GrainId;
        for (var i = 0; i < 1_000; i++)
        {
            await service.RegisterOrUpdateReminder(
                grain, "wake", TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        }

        Assert.InRange(service.QueuedCount, 1, 100);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("wake at 0", await bell.Rings.Reader.ReadAsync());
        await host.Grains.GetGrain<IClockGrain>("a").Reminders();
        Assert.False(bell.Rings.Reader.TryRead(out _));
    }
}
