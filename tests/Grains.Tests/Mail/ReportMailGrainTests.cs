using Krewe.Domain.Onboarding;

namespace Krewe.Grains.Tests.Mail;

/// <summary>Each report is mailed when its day is over, whatever fails on the way.</summary>
public sealed class ReportMailGrainTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);
    private static readonly DateOnly Leap = new(2028, 2, 29);

    [Fact]
    public async Task Report_that_was_not_taken_is_sent_a_quarter_of_an_hour_later()
    {
        await using var silo = await ReportSilo.StartAsync();
        silo.Refusals = 1;
        var status = await silo.PassAsync(Day, asks: true);
        Assert.Equal("the mail server is away", status.Fault);
        Assert.Empty(silo.Mails);

        status = await silo.PassAsync(Retry, asks: false);

        Assert.Equal((Leap, 2L, null), (status.Through, status.Sent, status.Fault));
        Assert.Equal("onboarding.main.10.2028-02-29 onboarding.main.20.2028-02-29", silo.Ids);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Crash_loses_no_report_and_repeats_only_the_one_under_way(int faultEvery)
    {
        await using var silo = await ReportSilo.StartAsync();
        silo.Storage.FaultEvery = faultEvery;
        await silo.PassAsync(Day, asks: true);
        for (var retry = 0; retry < 6; retry++)
        {
            await silo.PassAsync(Retry, asks: false);
        }

        silo.Storage.FaultEvery = 0;
        await silo.PassAsync(Retry, asks: true);
        var status = await silo.PassAsync(Retry, asks: true);

        Assert.Equal(Leap, status.Through);
        Assert.Equal(
            "onboarding.main.10.2028-02-29 onboarding.main.20.2028-02-29",
            string.Join(' ', silo.Mails.Select(mail => mail.Id).Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_sent_while_mail_is_off_nor_made_up_for_later()
    {
        await using var silo = await ReportSilo.StartAsync();
        silo.IsOn = false;
        var status = await silo.PassAsync(2 * Day, asks: true);
        Assert.Equal((false, Leap.AddDays(1)), (status.IsOn, status.Through));

        silo.IsOn = true;
        await silo.PassAsync(Day, asks: true);

        Assert.Equal("onboarding.main.10.2028-03-02 onboarding.main.20.2028-03-02", silo.Ids);
    }

    [Fact]
    public async Task Reports_of_a_week_are_made_up_for_and_older_ones_given_up()
    {
        await using var silo = await ReportSilo.StartAsync();

        var status = await silo.PassAsync(30 * Day, asks: true);

        Assert.Equal(Leap.AddDays(29), status.Through);
        Assert.Equal(2 * 7, silo.Mails.Count);
        Assert.StartsWith(
            "onboarding.main.10.2028-03-23 ", silo.Ids, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Day_that_is_over_is_reported_once_to_the_recipients_of_each_data_source()
    {
        await using var silo = await ReportSilo.StartAsync();

        await silo.PassAsync(Day, asks: true);
        await silo.PassAsync(Retry, asks: true);
        await silo.PassAsync(Retry, asks: true);

        Assert.Equal("onboarding.main.10.2028-02-29 onboarding.main.20.2028-02-29", silo.Ids);
        var mail = silo.Mails.First();
        var said = mail.Text;
        Assert.Equal("ops@shop.example", Assert.Single(mail.To));
        Assert.Equal("Krewe: Source 10, 2028-02-29: 1 files, 1 failed", mail.Subject);
        Assert.Contains("Stored, %                           75", said, StringComparison.Ordinal);
        Assert.Contains("The name begins with no known prefix.", said, StringComparison.Ordinal);
        Assert.Contains(
            $"people.csv, line 3: {LineFault.NoTab}: No TAB. j***@…",
            said,
            StringComparison.Ordinal);
    }
}
