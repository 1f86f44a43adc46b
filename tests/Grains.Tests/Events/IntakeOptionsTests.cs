using Krewe.Grains.Events;

namespace Krewe.Grains.Tests.Events;

public sealed class IntakeOptionsTests
{
    [Fact]
    public void Bad_options_are_named_with_their_limits()
    {
        var options = new IntakeOptions
        {
            WaitingMax = 0,
            RetryWaitMin = TimeSpan.FromMinutes(2),
            RetryWaitMax = TimeSpan.FromMinutes(1),
        };

        var result = new IntakeOptionsValidator().Validate(name: null, options);

        Assert.Equal(
            string.Join(
                '\n',
                "WaitingMax: The field IntakeOptions.WaitingMax must be between 1 and 1048576.",
                "RetryWaitMin, RetryWaitMax: RetryWaitMin 00:02:00 is longer than RetryWaitMax "
                + "00:01:00."),
            string.Join('\n', result.Failures ?? []));
    }

    [Fact]
    public void Defaults_are_those_of_the_reference_and_valid()
    {
        var options = new IntakeOptions();

        Assert.Equal(8_192, options.WaitingMax);
        Assert.Equal(1_024, options.PageEventsMax);
        Assert.Equal(4_096, options.AppliedTogetherMax);
        Assert.Equal(256, options.ProfileCallsMax);
        Assert.Equal(500_000, options.RememberedMax);
        Assert.Equal(TimeSpan.FromHours(24), options.RememberedFor);
        Assert.Equal(TimeSpan.FromSeconds(10), options.AppliedWaitMax);
        Assert.True(new IntakeOptionsValidator().Validate(name: null, options).Succeeded);
    }
}
