using Krewe.Domain.Events;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.MergeRules;

/// <summary>The worked examples of the documentation, with its own data, and what they leave
/// open.</summary>
/// <remarks>
/// Source: Audience Manager, "Merge rule targeting options", "Profile Link use cases" and the FAQ
/// on profile merge rules, read 2026-11.
/// </remarks>
public sealed class MergeContextTests
{
    private const int Phone7 = 1;
    private const int PlanA = 2;
    private const int PlanB = 3;
    private const int Income = 4;

    [Fact]
    public void Device_profile_reads_each_device_by_itself()
    {
        var bench = Devices($"{Phone7}T AND {PlanA}T");

        bench.See("30/d1", Phone7, PlanA);
        bench.See("30/d1 30/d2", []);
        bench.See("30/d2", 5, PlanB);
        bench.See("30/d1 30/d3", []);
        bench.See("30/d3", Phone7, PlanA);

        Assert.Equal("30/d1 30/d3", bench.Members());
    }

    [Fact]
    public void Identity_graph_does_not_read_who_is_linked_no_more()
    {
        var bench = new MergeBench(
            CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile, "1T AND 2T");
        bench.See("30/d 10/first=1", 1);
        bench.Now++;
        bench.See("30/d 10/second=1", 2);
        Assert.Equal("10/first 10/second 30/d", bench.Members());

        // A device is linked to the ten people who were named with it last.
        foreach (var other in Enumerable.Range(3, 9))
        {
            bench.Now++;
            bench.See($"30/d 10/{other}=1", 3);
        }

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Device_profile_reads_nothing_of_a_login()
    {
        var bench = Devices("1T OR 2T OR 3T");

        bench.See("30/d1 10/john=1", 1, 2, 3);

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Current_login_alone_is_read_and_no_device_qualifies()
    {
        var (travel, deals, music, movies) = (1, 2, 3, 4);
        var bench = Current($"{travel}T AND {deals}T");

        bench.See("30/laptop 10/john=1", travel);
        bench.See("30/laptop 10/john=1", deals);
        bench.See("30/laptop 10/jane=1", music, movies);

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Login_is_read_with_the_device_it_was_last_on_pair_by_pair()
    {
        var rule = $"{Income}T AND {Phone7}T AND {PlanB}T";
        var first = Last(rule);
        var second = Last(rule);
        first.See("10/h1=1", Income);
        first.See("10/h1 30/d1", Phone7, PlanA);
        first.See("10/h1 30/d2", 5, PlanB);
        second.See("10/h2=1", Income);
        second.See("10/h2 30/d3", Phone7, PlanB);
        second.See("10/h2 30/d4", Phone7, PlanA);

        Assert.Equal("", first.Members());
        Assert.Equal("10/h2 30/d3", second.Members());
    }

    [Fact]
    public void Profile_link_reads_all_devices_that_somebody_last_logged_in_on()
    {
        var (flights, hotels, tours) = (1, 2, 3);
        var bench = Linked($"{flights}T AND {hotels}T AND {tours}T");

        bench.See("30/laptop 10/john=1", []);
        bench.See("30/laptop", flights);
        bench.See("30/laptop 10/john=1 30/phone", []);
        bench.See("30/phone", hotels);
        bench.See("30/laptop 10/john=1 30/tablet", []);
        Assert.Equal("", bench.Members());

        bench.See("30/tablet", tours);

        Assert.Equal("10/john 30/laptop 30/phone 30/tablet", bench.Members());
    }

    [Fact]
    public void Device_graph_adds_up_how_often_its_devices_realized_a_trait()
    {
        var bench = Linked("FREQUENCY([1T]) == 8");
        bench.See("30/a 10/john=1", []);
        bench.See("30/a 10/john=1 30/b", []);

        Repeat(3, () => bench.See("30/a", 1));
        Repeat(4, () => bench.See("30/b", 1));
        Assert.Equal("", bench.Members());
        bench.See("30/b", 1);

        Assert.Equal("10/john 30/a 30/b", bench.Members());
    }

    [Fact]
    public void Removal_is_symmetrical_all_devices_of_the_graph_leave()
    {
        var bench = Linked("1T AND NOT 2T");
        bench.See("30/a 10/john=1", []);
        bench.See("30/a 10/john=1 30/b", []);
        bench.See("30/a", 1);
        Assert.Equal("10/john 30/a 30/b", bench.Members());

        bench.See("30/b", 2);

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Vendors_graph_reads_devices_of_one_household_together()
    {
        var bench = new MergeBench(
            CrossDeviceOption.NoCrossDeviceProfile,
            DeviceOption.ExternalDeviceGraph,
            "1T AND 2T");
        bench.See("30/a 50/home", 1);
        bench.See("30/a 50/home 30/b", []);

        bench.See("30/b", 2);

        Assert.Equal("30/a 30/b", bench.Members());
    }

    [Fact]
    public void Each_customer_alone_is_read_by_the_rule_of_all_cross_device_profiles()
    {
        var bench = new MergeBench(
            CrossDeviceOption.AllCrossDeviceProfiles,
            DeviceOption.NoDeviceProfile,
            "1T AND 2T",
            10);
        bench.See("10/john=1 30/d", 1);
        bench.See("30/d", 2);
        Assert.Equal("", bench.Members());

        bench.See("10/john=1", 2);

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Identity_graph_reads_everything_that_is_linked()
    {
        var bench = new MergeBench(
            CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile, "1T AND 2T");
        bench.See("30/d 10/john=1", 1);

        bench.See("30/d", 2);

        Assert.Equal("10/john 30/d", bench.Members());
    }

    [Fact]
    public void Several_data_sources_of_a_rule_are_read_side_by_side()
    {
        var bench = new MergeBench(
            CrossDeviceOption.LastAuthenticatedProfiles,
            DeviceOption.DeviceProfile,
            "1T AND 2T",
            10,
            40);
        bench.See("30/d 10/john=1", 1);

        bench.See("30/d 40/card=1", 2);

        Assert.Equal("10/john 30/d 40/card", bench.Members());
    }

    [Fact]
    public void Who_logs_in_on_a_shared_device_takes_it_over_and_leaves_nobody_in_by_it()
    {
        var bench = Last("1T AND 2T");
        bench.See("30/d 10/john=1", 1);
        bench.See("30/d", 2);
        Assert.Equal("10/john 30/d", bench.Members());

        bench.Now++;
        bench.See("30/d 10/jane=1", []);

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Somebody_without_a_device_is_read_alone_once_logged_in()
    {
        var bench = Last("1T");

        bench.Onboard("10/john", 1);
        Assert.Equal("", bench.Members());
        bench.See("10/john=1", []);

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Login_that_is_told_late_takes_no_device_over()
    {
        var bench = Last("1T AND 2T");
        bench.Now = MergeBench.Noon + 60;
        bench.See("30/d 10/john=1", 1);
        bench.See("30/d", 2);

        bench.See(MergeBench.Noon, "30/d 10/jane=1", []);

        Assert.Equal("10/john 30/d", bench.Members());
    }

    [Theory]
    [InlineData(AuthenticationState.Unknown)]
    [InlineData(AuthenticationState.LoggedOut)]
    public void Nobody_joins_by_the_current_rule_while_logged_out(AuthenticationState state)
    {
        var bench = Current("1T AND 2T");
        bench.See("30/d 10/john=1", 1);
        bench.Now++;
        bench.See($"30/d 10/john={(int)state}", []);

        bench.Onboard("10/john", 2);
        Assert.Equal("", bench.Members());
        bench.Now++;
        bench.See("30/d 10/john=1", []);

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Who_joined_by_the_current_rule_stays_after_logging_out_until_the_rule_fails()
    {
        var bench = Current("1T AND NOT 2T");
        bench.See("30/d 10/john=1", 1);
        bench.Now++;
        bench.See("30/d 10/john=2", []);
        Assert.Equal("10/john", bench.Members());

        bench.Onboard("10/john", 2);

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Paused_segment_keeps_its_members_and_takes_no_others()
    {
        var bench = Devices("1T");
        bench.See("30/a", 1);
        bench.Definition = bench.Definition with
        {
            Segments = [bench.Definition.Segments[0] with { Status = SegmentStatus.Paused }],
        };
        bench.CatalogVersion++;

        bench.See("30/a 30/b", []);
        bench.See("30/b", 1);

        Assert.Equal("30/a", bench.Members());
    }

    private static MergeBench Devices(string rule) => new(
        CrossDeviceOption.NoCrossDeviceProfile, DeviceOption.DeviceProfile, rule);

    private static MergeBench Current(string rule) => new(
        CrossDeviceOption.CurrentAuthenticatedProfiles,
        DeviceOption.NoDeviceProfile,
        rule,
        10);

    private static MergeBench Last(string rule) => new(
        CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.DeviceProfile, rule, 10);

    private static MergeBench Linked(string rule) => new(
        CrossDeviceOption.LastAuthenticatedProfiles,
        DeviceOption.ProfileLinkDeviceGraph,
        rule,
        10);

    private static void Repeat(int times, Action act)
    {
        for (var time = 0; time < times; time++)
        {
            act();
        }
    }
}
