using Krewe.Tests.Support;

namespace Krewe.Grains.Tests.Events;

/// <summary>
/// Goal: each event counts once, whatever happens to the journal and to the profiles.
/// Method: senders hand in batches, with repeats, until they are taken in; one write in 25 fails,
/// half of those after they have landed, and the process dies after some write and goes on with
/// what is stored, over and over; now and then a profile takes nothing for a while. Then compare
/// counts, times, links and memberships with what the events say.
/// </summary>
public sealed class IntakeSimulationTests
{
    [Theory]
    [MemberData(nameof(Seeds.First), 20, MemberType = typeof(Seeds))]
    public async Task Each_event_counts_once_whatever_happens_on_the_way(int seed)
    {
        await using var run = new IntakeSimulation(seed);
        await run.GoAsync();
        await run.CheckAsync();
        Assert.True(run.Crashes > 0, $"seed {seed}: nothing happened");
    }
}
