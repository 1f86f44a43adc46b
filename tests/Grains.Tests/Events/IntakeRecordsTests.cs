using Krewe.Domain.Events;
using Krewe.Grains.Events;
using Krewe.Grains.Storage;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Events;

public sealed class IntakeRecordsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_page_never_takes_the_place_of_one_that_landed_late()
    {
        var records = NewRecords();
        await records.AddPageAsync(1, new IntakePage { At = 1 });

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => records.AddPageAsync(1, new IntakePage { At = 2 }));

        Assert.Equal(1, Assert.Single(await records.ReadPagesAsync(1, None)).At);
    }

    [Fact]
    public async Task Pages_are_read_to_the_first_that_is_missing()
    {
        var records = NewRecords();
        foreach (var number in Enumerable.Range(1, 100).Where(number => number != 71))
        {
            await records.AddPageAsync(number, new IntakePage { At = number });
        }

        var pages = await records.ReadPagesAsync(3, None);

        Assert.Equal(Enumerable.Range(3, 68).Select(at => (long)at), pages.Select(page => page.At));
    }

    private static IntakeRecords NewRecords() => new(
        new SimulatedDisk(
        [
            StateForm.Of<IntakePage>(IntakeCodec.Write, IntakeCodec.ReadPage),
            StateForm.Of<IntakeIds>(IntakeCodec.Write, IntakeCodec.ReadIds),
        ]),
        "main/1");
}
