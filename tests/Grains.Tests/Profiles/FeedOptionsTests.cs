using Krewe.Grains.Profiles;

namespace Krewe.Grains.Tests.Profiles;

public sealed class FeedOptionsTests
{
    [Fact]
    public void Bad_options_are_named_with_their_limits()
    {
        var options = new FeedOptions { SubscriberBufferMax = 0 };

        var result = new FeedOptionsValidator().Validate(name: null, options);

        Assert.Equal(
            "SubscriberBufferMax: The field FeedOptions.SubscriberBufferMax must be between 1 and "
            + "1048576.",
            string.Join('\n', result.Failures ?? []));
    }

    [Fact]
    public void Defaults_are_those_of_the_reference_and_valid()
    {
        var options = new FeedOptions();

        Assert.Equal(1_024, options.SubscriberBufferMax);
        Assert.Equal((65_536, 65_536), (options.SegmentBufferMax, options.LinkBufferMax));
        Assert.Equal(TimeSpan.FromSeconds(5), options.AcknowledgeTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), options.RenewPeriod);
        Assert.Equal(TimeSpan.FromMilliseconds(100), options.JoinPeriod);
        Assert.Equal(TimeSpan.FromSeconds(5), options.LeaveWait);
        Assert.True(new FeedOptionsValidator().Validate(name: null, options).Succeeded);
    }
}
