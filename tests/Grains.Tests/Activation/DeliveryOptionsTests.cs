using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

public sealed class DeliveryOptionsTests
{
    [Fact]
    public void Bad_options_are_named_with_their_limits()
    {
        var options = new DeliveryOptions
        {
            BatchMembersMax = 10_001,
            RetryWaitMin = TimeSpan.FromMinutes(2),
            RetryWaitMax = TimeSpan.FromMinutes(1),
        };

        var result = new DeliveryOptionsValidator().Validate(name: null, options);

        Assert.Equal(
            string.Join(
                '\n',
                "BatchMembersMax: The field DeliveryOptions.BatchMembersMax must be between 1 and "
                + "10000.",
                "RetryWaitMin, RetryWaitMax: RetryWaitMin 00:02:00 is longer than RetryWaitMax "
                + "00:01:00."),
            string.Join('\n', result.Failures ?? []));
    }

    [Fact]
    public void Defaults_are_those_of_the_reference_and_valid()
    {
        var options = new DeliveryOptions();

        Assert.Equal(10_000, options.BatchMembersMax);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Linger);
        Assert.Equal(TimeSpan.FromSeconds(1), options.RetryWaitMin);
        Assert.Equal(TimeSpan.FromMinutes(5), options.RetryWaitMax);
        Assert.Equal(512, options.LedgerCallsInFlightMax);
        Assert.Equal(64, options.RefusedCallsMax);
        Assert.Equal(TimeSpan.FromMinutes(1), options.TokenCheckPeriod);
        Assert.True(new DeliveryOptionsValidator().Validate(name: null, options).Succeeded);
    }
}
