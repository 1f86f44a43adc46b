using System.Text.Json.Nodes;
using Krewe.Domain.Onboarding;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>What operators see of files and data sources.</summary>
public sealed class OnboardingTests
{
    private const string Bad = "no tab at all";

    private static readonly string First = DemoFiles.People[0].Customer;

    [Fact]
    public async Task Errors_are_sampled_only_while_that_is_on_and_for_fourteen_days()
    {
        await using var stage = await Stage.OpenAsync();
        var before = (await stage.SendAsync("sync", Bad)).Receipt!;
        Assert.Equal((false, 0, 1L), Told(before));

        await stage.ApplyAsync(it => it["dataSources"]![0]!["errorSampling"] = true);
        Assert.Equal((true, 1, 1L), Told((await stage.SendAsync("sync", Bad)).Receipt!));

        await stage.RestartAsync(new ShiftedTime(TimeSpan.FromDays(14)));
        Assert.Equal((false, 0, 1L), Told((await stage.SendAsync("sync", Bad)).Receipt!));

        static (bool, int, long) Told(ImportReceipt receipt) => (
            receipt.ErrorSampling, receipt.Samples.Length, receipt.Counters.FormatErrors);
    }

    [Fact]
    public async Task Report_adds_up_the_files_of_each_data_source_and_day()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.SendAsync("sync", Bad, $"{First}\td_sid=12345", "a@krewe.example\td_sid=12345");

        var report = await stage.Silo.GetOnboardingReportAsync("?source=999999", None);
        var nobody = await stage.Silo.GetOnboardingReportAsync("?source=5", None);

        var day = Assert.Single(report.Days);
        Assert.Equal((999_999, "CRM"), (day.DataSource, day.Name));
        Assert.Equal(
            (3, 3, 0, 0),
            (day.FilesReceived, day.FilesDone, day.FilesFailed, day.FilesWaiting));
        Assert.Equal((1, 1), (day.Totals.FormatErrors, day.Totals.RawEmails));
        Assert.Equal(day.Files.Sum(file => file.Counters.Stored), day.Totals.Stored);
        Assert.Equal([1, 2, 3], day.Files.Select(file => file.Job));
        Assert.Empty(nobody.Days);
        Assert.False(report.Mail.IsOn);
    }

    [Fact]
    public async Task Data_sources_show_the_namespace_that_was_made_and_keep_it()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(it => it["dataSources"]![0]!["name"] = "Customers");

        var sources = await stage.Silo.GetDataSourcesAsync(None);

        Assert.Equal(
            "browsers_111 hashed_e_mails_987654 crm_999999",
            string.Join(' ', sources.Select(source => source.Namespace)));
        Assert.Equal("Customers", sources[2].Name);
    }

    [Fact]
    public async Task Destination_says_which_segments_have_nobody_to_send()
    {
        await using var stage = await Stage.OpenAsync();
        Assert.Empty((await stage.Silo.GetDestinationsAsync(None))[0].Warnings);

        await stage.ApplyAsync(
            it =>
            {
                it["mergeRules"]![0]!["crossDevice"] = "noCrossDeviceProfile";
                it["mergeRules"]![0]!["device"] = "deviceProfile";
                it["mergeRules"]![0]!["dataSources"] = new JsonArray();
            },
            warnings: 5);

        var warnings = (await stage.Silo.GetDestinationsAsync(None))[0].Warnings;
        Assert.Equal(5, warnings.Length);
        Assert.StartsWith(
            "Segment 1 \"All customers\" is decided by", warnings[0], StringComparison.Ordinal);
    }

    private static CancellationToken None => CancellationToken.None;
}
