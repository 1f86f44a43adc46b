using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

public sealed class TraitTtlTests
{
    private const long Hour = 3_600;
    private const long Monday = 20_000 * UtcDay.SecondsADay;

    [Fact]
    public void Ttl_below_zero_is_a_bug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TraitTtl.ExpiryOf(0, -1));
    }

    [Theory]
    [InlineData(1 * Hour, 1, 47 * Hour)]
    [InlineData(23 * Hour, 1, 25 * Hour)]
    [InlineData(0, 1, 48 * Hour)]
    [InlineData((24 * Hour) - 1, 1, (24 * Hour) + 1)]
    [InlineData(12 * Hour, 30, (30 * 24 * Hour) + (12 * Hour))]
    public void Ttl_lasts_full_days_and_the_rest_of_the_day(long at, int days, long lasts)
    {
        Assert.Equal(Monday + at + lasts, TraitTtl.ExpiryOf(Monday + at, days));
    }

    [Fact]
    public void Ttl_of_zero_never_ends()
    {
        Assert.Equal(TraitTtl.Never, TraitTtl.ExpiryOf(Monday, 0));
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-86_400, -1)]
    [InlineData(-86_401, -2)]
    [InlineData(0, 0)]
    [InlineData(86_399, 0)]
    [InlineData(86_400, 1)]
    public void Day_begins_at_midnight_also_before_1970(long instant, int day)
    {
        Assert.Equal(day, UtcDay.Of(instant));
    }
}
