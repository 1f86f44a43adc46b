using Krewe.Domain.Profiles;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileLinkTests
{
    [Fact]
    public void Customer_keeps_the_ten_emails_named_last()
    {
        var bench = new ProfileBench();

        bench.Link("10/c", [.. Enumerable.Range(0, 12).Select(id => $"20/e{id:00}")]);

        Assert.Equal(
            string.Join(' ', Enumerable.Range(2, 10).Select(id => $"20/e{id:00}")),
            bench.LinkedTo("10/c"));
    }

    [Fact]
    public void Naming_an_email_again_makes_it_the_newest()
    {
        var bench = new ProfileBench();
        bench.Link("10/c", [.. Enumerable.Range(0, 10).Select(id => $"20/e{id:00}")]);

        bench.Link("10/c", "20/e00");
        bench.Link("10/c", "20/e10");

        Assert.Contains("20/e00", bench.LinkedTo("10/c"), StringComparison.Ordinal);
        Assert.DoesNotContain("20/e01", bench.LinkedTo("10/c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10/c", "20/", LinkLimits.EmailsPerCustomerMax)]
    [InlineData("20/e", "10/", LinkLimits.CustomersPerEmailMax)]
    [InlineData("10/c", "30/", LinkLimits.DevicesPerCustomerMax)]
    [InlineData("30/d", "10/", LinkLimits.CustomersPerDeviceMax)]
    [InlineData("10/c", "40/", LinkLimits.CustomersPerCustomerMax)]
    [InlineData("30/d", "30/x", LinkLimits.DevicesPerDeviceMax)]
    public void Each_kind_of_link_has_its_limit(string end, string others, int limit)
    {
        var bench = new ProfileBench();

        var at = bench.Link(
            end, [.. Enumerable.Range(0, limit).Select(id => $"{others}{id:0000}")]);
        var over = bench.Link(end, $"{others}9999");

        Assert.Equal((0, 1), (at.Reply.Outcome.LinksDropped, over.Reply.Outcome.LinksDropped));
        Assert.Equal(limit, bench.LinkedTo(end).Split(' ').Length);
        Assert.DoesNotContain($"{others}0000", bench.LinkedTo(end), StringComparison.Ordinal);
    }

    [Fact]
    public void Limit_counts_each_data_source_by_itself()
    {
        var bench = new ProfileBench();

        var step = bench.Link(
            "10/c",
            [.. Enumerable.Range(0, 10).Select(id => $"20/e{id}"), "30/d", "40/p"]);

        Assert.Equal(0, step.Reply.Outcome.LinksDropped);
    }

    [Fact]
    public void What_comes_loose_leaves_with_everything_that_hangs_on_it()
    {
        var bench = new ProfileBench();
        bench.Link("10/c", "20/e00");
        bench.Link("20/e00", "10/friend");

        var step = bench.Link(
            "10/c", [.. Enumerable.Range(1, 10).Select(id => $"20/e{id:00}")]);

        var parcel = Assert.Single(step.Reply.Departing);
        Assert.Equal("20/e00", parcel.To.ToString());
        Assert.Equal(
            "20/e00 10/friend",
            string.Join(' ', parcel.Content.Fragments.Select(held => held.Identity)));
        var link = Assert.Single(parcel.Content.Links);
        Assert.Equal((0, 1), (link.From, link.To));
    }

    [Fact]
    public void Links_wait_until_what_left_has_arrived()
    {
        var bench = new ProfileBench();
        bench.Link("10/c", [.. Enumerable.Range(0, 11).Select(id => $"20/e{id:00}")]);

        var step = bench.Link("10/c", "20/e99");

        Assert.Equal(ReplyStatus.Parting, step.Reply.Status);
        Assert.Single(step.Reply.Departing);
    }

    [Fact]
    public void News_of_a_part_leave_with_it()
    {
        var bench = new ProfileBench();
        bench.Link("20/e00", "10/friend");
        bench.Grant("10/friend", 1);
        bench.Link("20/e00", "10/c");
        bench.Adopt("10/c");

        var step = bench.Link(
            "10/c", [.. Enumerable.Range(1, 10).Select(id => $"20/e{id:00}")]);

        Assert.Empty(step.Next.Profile.Outbox);
        Assert.Equal(
            "20/e00",
            Assert.Single(Assert.Single(step.Reply.Departing).Content.Outbox)
                .Identifier.ToString());
    }
}
