using Krewe.Grains.Events;

namespace Krewe.Grains.Tests.Events;

public sealed class RememberedIdsTests
{
    private const long Day = 86_400;

    [Fact]
    public void Oldest_go_first_beyond_the_bound()
    {
        var ids = new RememberedIds(idsMax: 640, TimeSpan.FromDays(1));
        var forgotten = 0;
        for (var id = 0UL; id < 1_000; id++)
        {
            forgotten += ids.Add(id, at: 1);
        }

        Assert.Equal(1_000, forgotten + ids.Count);
        Assert.InRange(ids.Count, 630, 640);
        Assert.False(ids.Contains((ulong)(forgotten - 1)));
        Assert.True(ids.Contains((ulong)forgotten));
        Assert.True(ids.Contains(999));
    }

    [Fact]
    public void What_is_stored_comes_back()
    {
        var ids = new RememberedIds(idsMax: 6_400, TimeSpan.FromDays(1));
        for (var id = 0UL; id < 1_234; id++)
        {
            ids.Add(id, at: 1_000 + (long)id);
        }

        var back = new RememberedIds(idsMax: 6_400, TimeSpan.FromDays(1));
        back.StartAt(ids.Start);
        foreach (var (number, stored) in ids.Unsaved())
        {
            Assert.Equal(back.End, number);
            back.Restore(stored);
        }

        back.Saved();
        Assert.Equal(1_234, back.Count);
        Assert.Equal(ids.End, back.End);
        Assert.Single(back.Unsaved());
        Assert.True(Enumerable.Range(0, 1_234).All(id => back.Contains((ulong)id)));
        Assert.False(back.Contains(1_234));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ids_are_known_for_a_day_and_no_longer_than_a_quarter_of_an_hour_more(int seed)
    {
        var random = new Random(seed);
        var ids = new RememberedIds(idsMax: 100_000, TimeSpan.FromDays(1));
        var model = new Dictionary<ulong, long>();
        var now = 1_000L;
        for (var step = 0; step < 30_000; step++)
        {
            now += random.Next(20) == 0 ? random.Next(2_000) : 1;
            ids.Forget(now);
            var id = (ulong)random.Next(20_000);
            var age = model.TryGetValue(id, out var at) ? now - at : long.MaxValue;
            if (ids.Contains(id))
            {
                Assert.True(age < Day + 901, $"seed {seed}: {age} s old and known");
            }
            else
            {
                Assert.True(age >= Day, $"seed {seed}: {age} s old and forgotten");
                ids.Add(id, now);
                model[id] = now;
            }
        }
    }

    [Fact]
    public void An_id_takes_less_than_twenty_bytes()
    {
        var ids = new StampedIds();
        for (var id = 0UL; id < 500_000; id++)
        {
            ids.Add(id * 7_919, (int)(id / 7_813));
            Assert.True(
                ids.Count < 1_000 || ids.LengthBytes < 20 * ids.Count,
                $"{ids.Count} ids take {ids.LengthBytes} bytes");
        }
    }
}
