using Krewe.Domain.Identity;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Activation.Meta;

/// <summary>What goes to Meta, byte for byte, and what is read from its answers.</summary>
public sealed class MetaWireTests
{
    private const string NoAudiences = """{"data":[]}""";
    private const string Token = $"Authorization: Bearer {MetaBench.Secret}\n";
    private const string Taken = """{"num_received":2,"num_invalid_entries":0}""";

    private const string Members =
        """{"session":{"session_id":9778993,"batch_seq":1,"last_batch_flag":true"""
        + ""","estimated_num_total":2},"payload":{"schema":"EMAIL_SHA256","data":["""
        + $"\"{MetaBench.Mary}\",\"{MetaBench.John}\"]}}}}";

    [Theory]
    [InlineData("")]
    [InlineData("act_")]
    [InlineData("1/../me")]
    [InlineData("act_1?x=1")]
    public async Task Ensure_refuses_an_account_that_is_no_number(string account)
    {
        using var bench = new MetaBench();

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Platform.EnsureAudienceAsync(
            MetaBench.Connection with { AdAccountId = account }, MetaBench.Spec, default));
        Assert.Empty(bench.Requests);
    }

    [Fact]
    public async Task Ensure_refuses_a_key_that_could_be_mistaken()
    {
        using var bench = new MetaBench();

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Platform.EnsureAudienceAsync(
            MetaBench.Connection, MetaBench.Spec with { ExternalKey = "a] [krewe:b" }, default));
    }

    [Fact]
    public async Task Send_refuses_a_batch_that_is_empty_or_too_large()
    {
        using var bench = new MetaBench();
        var empty = MetaBench.Batch(MemberChange.Add);
        var large = empty with { Emails = [.. new Sha256Digest[10_001]] };

        foreach (var batch in new[] { empty, large })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => bench.Platform.SendAsync(
                MetaBench.Connection, MetaBench.Audience, batch, default));
        }
    }

    [Fact]
    public async Task Ensure_makes_an_audience_that_carries_the_key()
    {
        using var bench = new MetaBench(
            MetaBench.Json(NoAudiences), MetaBench.Json("""{"id":"120200000000001"}"""));

        var made = await bench.Platform.EnsureAudienceAsync(
            MetaBench.Connection, MetaBench.Spec, default);

        Assert.Equal(new("120200000000001", "Buyers"), made.Value);
        Assert.Equal(
            [
                "GET https://graph.test/v24.0/act_1/customaudiences"
                    + $"?fields=id,name,description&limit=2\n{Token}\n",
                $"POST https://graph.test/v24.0/act_1/customaudiences\n{Token}"
                    + "Content-Length: 123\nContent-Type: application/json; charset=utf-8\n\n"
                    + """{"name":"Buyers","subtype":"CUSTOM","description":"Who bought. """
                    + """[krewe:main/7]","customer_file_source":"USER_PROVIDED_ONLY"}""",
            ],
            bench.Requests);
    }

    [Theory]
    [InlineData(AudienceOrigin.Partners, "PARTNER_PROVIDED_ONLY")]
    [InlineData(AudienceOrigin.CustomersAndPartners, "BOTH_USER_AND_PARTNER_PROVIDED")]
    internal async Task Ensure_says_where_the_people_come_from(AudienceOrigin origin, string text)
    {
        using var bench = new MetaBench(
            MetaBench.Json(NoAudiences), MetaBench.Json("""{"id":"1"}"""));

        await bench.Platform.EnsureAudienceAsync(
            new("1", MetaBench.Connection.Token), MetaBench.Spec with { Origin = origin }, default);

        Assert.Contains($"\"{text}\"", bench.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_finds_the_oldest_of_its_key_on_whatever_page_and_makes_none()
    {
        using var bench = new MetaBench(
            MetaBench.Json(
                """
                {"data":[{"id":"100","name":"Late","description":"x [krewe:main/7]"},
                         {"id":"2","name":"Other","description":"[krewe:main/77]"}],
                 "paging":{"cursors":{"before":"b","after":"a&b="},"next":"https://evil.test/"}}
                """),
            MetaBench.Json(
                """
                {"data":[{"id":"99","name":"Renamed","description":"[krewe:main/7]"},{"id":"3"}],
                 "paging":{"cursors":{"after":"end"}}}
                """));

        var found = await bench.Platform.EnsureAudienceAsync(
            MetaBench.Connection, MetaBench.Spec, default);

        Assert.Equal(new("99", "Renamed"), found.Value);
        Assert.Equal(2, bench.Requests.Count);
        Assert.StartsWith(
            "GET https://graph.test/v24.0/act_1/customaudiences"
                + "?fields=id,name,description&limit=2&after=a%26b%3D\n",
            bench.Requests[1],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MemberChange.Add, "POST")]
    [InlineData(MemberChange.Remove, "DELETE")]
    internal async Task Send_writes_hashes_in_lower_case_hex(MemberChange change, string verb)
    {
        using var bench = new MetaBench(MetaBench.Json(Taken));

        var sent = await bench.SendAsync(change);

        Assert.Equal(new(2, 2, 0, 0, TimeSpan.Zero), sent.Value);
        Assert.Equal(
            $"{verb} https://graph.test/v24.0/120200000000001/users\n{Token}"
                + "Content-Length: 274\nContent-Type: application/json; charset=utf-8\n\n"
                + Members,
            Assert.Single(bench.Requests));
    }

    [Theory]
    [InlineData("""{"a":"x","b":"y"}""", 2)]
    [InlineData("""[{"x":1}]""", 1)]
    [InlineData("{}", 0)]
    [InlineData("null", 0)]
    public async Task Receipt_counts_what_was_invalid_and_keeps_no_sample(string samples, int count)
    {
        using var bench = new MetaBench(MetaBench.Json(
            $$"""
            {"audience_id":"1","session_id":"9778993","num_received":"12",
             "num_invalid_entries":3,"invalid_entry_samples":{{samples}}}
            """));

        var sent = await bench.SendAsync();

        Assert.Equal(new(2, 12, 3, count, TimeSpan.Zero), sent.Value);
    }

    [Fact]
    public async Task Receipt_invents_no_number_that_was_not_said()
    {
        using var bench = new MetaBench(MetaBench.Json("""{"num_received":2}"""));

        Assert.Equal(new(2, 2, null, 0, TimeSpan.Zero), (await bench.SendAsync()).Value);
    }

    [Fact]
    public async Task Delete_says_whether_the_audience_was_there()
    {
        using var bench = new MetaBench(
            MetaBench.Json("""{"success":true}"""), MetaBench.Error(100, 33));

        Assert.True((await DeleteAsync(bench)).Value);
        Assert.True(await DeleteAsync(bench) is { IsOk: true, Value: false });
        Assert.Equal(
            $"DELETE https://graph.test/v24.0/120200000000001\n{Token}\n", bench.Requests[0]);
    }

    [Fact]
    public async Task Delete_that_was_not_done_is_no_success()
    {
        using var bench = new MetaBench(MetaBench.Json("""{"success":false}"""));

        Assert.IsType<DeliveryFault.Rejected>((await DeleteAsync(bench)).Fault);
    }

    [Fact]
    public async Task Accounts_are_read_page_by_page()
    {
        using var bench = new MetaBench(
            MetaBench.Json(
                """
                {"data":[{"id":"act_1","account_id":"1","name":"One"}],
                 "paging":{"cursors":{"after":"c"},"next":"https://graph.test/next"}}
                """),
            MetaBench.Json("""{"data":[{"id":"act_2","account_id":"2"}]}"""));

        var accounts = await bench.Platform.ListAccountsAsync(MetaBench.Connection, default);

        Assert.Equal([new("act_1", "One"), new("act_2", "act_2")], accounts.Value.ToArray());
        Assert.Equal(
            "GET https://graph.test/v24.0/me/adaccounts?fields=id,account_id,name&limit=2&after=c\n"
                + $"{Token}\n",
            bench.Requests[1]);
    }

    [Fact]
    public async Task A_cursor_that_goes_round_comes_to_an_end()
    {
        using var bench = new MetaBench();
        for (var page = 0; page < 1_000; page++)
        {
            bench.Answers.Enqueue(MetaBench.Json(
                """{"data":[],"paging":{"cursors":{"after":"c"},"next":"n"}}"""));
        }

        var accounts = await bench.Platform.ListAccountsAsync(MetaBench.Connection, default);

        Assert.IsType<DeliveryFault.Rejected>(accounts.Fault);
    }

    private static Task<PlatformResult<bool>> DeleteAsync(MetaBench bench) =>
        bench.Platform.DeleteAudienceAsync(MetaBench.Connection, MetaBench.Audience, default);
}
