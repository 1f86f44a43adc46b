using System.Text.Json.Nodes;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

public sealed class MetaMembersTests
{
    [Fact]
    public async Task Counts_and_samples_bad_hashes_and_applies_the_rest()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var answer = await sandbox.PostAsync(
            $"/{audience}/users",
            Upload("mary@example.com", Hash("good"), Hash(""), Hash("UP").ToUpperInvariant(), ""));

        Assert.Equal(5, (int)answer["num_received"]!);
        Assert.Equal(3, (int)answer["num_invalid_entries"]!);
        Assert.Equal("mary@example.com", (string?)answer["invalid_entry_samples"]!["0"]);
        var expected = new[] { "EMAIL=" + Hash("good"), "EMAIL=" + Hash("UP") }.Order();
        Assert.Equal(expected, await sandbox.MembersAsync(audience));
        var violations = await sandbox.ViolationsAsync();
        Assert.Equal(1, violations["plain-personal-data"]);
        Assert.Equal(1, violations["hash-of-nothing"]);
        Assert.Equal(1, violations["upper-case-hash"]);
    }

    [Fact]
    public async Task Samples_at_most_a_hundred()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var bad = Enumerable.Range(0, 150).Select(i => $"bad{i}").ToArray();
        var answer = await sandbox.PostAsync($"/{audience}/users", Upload(bad));

        Assert.Equal(150, (int)answer["num_invalid_entries"]!);
        Assert.Equal(100, answer["invalid_entry_samples"]!.AsObject().Count);
    }

    [Fact]
    public async Task Removes_a_person_by_any_of_their_identifiers()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", JsonNode.Parse($$$"""
            {"payload":{"schema":["EXTERN_ID","EMAIL","PHONE","FN","MADID"],"data":[
              ["crm-1","{{{Hash("m")}}}","{{{Hash("1")}}}","{{{Hash("mary")}}}","3840-8CF0"],
              ["crm-2","{{{Hash("j")}}}","","{{{Hash("mary")}}}",""],
              ["","","","{{{Hash("mary")}}}",""]]}}
            """)!);
        await sandbox.CallAsync(HttpMethod.Delete, $"/{audience}/users", JsonNode.Parse("""
            {"payload":{"schema":"EXTERN_ID","data":["crm-1"]}}
            """));
        var afterFirst = await sandbox.MembersAsync(audience);
        await sandbox.CallAsync(HttpMethod.Delete, $"/{audience}/users", JsonNode.Parse($$$"""
            {"payload":{"schema":["EMAIL","FN"],"data":[["{{{Hash("j")}}}","{{{Hash("x")}}}"]]}}
            """));

        Assert.Equal(
            [$"EMAIL={Hash("j")};EXTERN_ID=crm-2;FN={Hash("mary")}", $"FN={Hash("mary")}"],
            afterFirst);
        Assert.Equal([$"FN={Hash("mary")}"], await sandbox.MembersAsync(audience));
    }

    [Fact]
    public async Task Removes_from_every_audience_of_the_account_alone()
    {
        await using var sandbox = await StartAsync();
        var here = await sandbox.CreateAudienceAsync("act_1", "a");
        var there = await sandbox.CreateAudienceAsync("act_2", "b");
        await sandbox.PostAsync($"/{here}/users", Upload(Hash("1"), Hash("2")));
        await sandbox.PostAsync($"/{there}/users", Upload(Hash("1")));
        await sandbox.CallAsync(
            HttpMethod.Delete, "/act_1/usersofanyaudience", Upload(Hash("1")));

        Assert.Equal(["EMAIL=" + Hash("2")], await sandbox.MembersAsync(here));
        Assert.Equal(["EMAIL=" + Hash("1")], await sandbox.MembersAsync(there));
    }

    [Fact]
    public async Task Concurrent_batches_all_arrive()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var batches = Enumerable.Range(0, 20).Select(batch => Enumerable.Range(0, 500)
            .Select(i => Hash($"{(batch * 400) + i}")).ToArray());
        await Task.WhenAll(batches.Select(
            batch => sandbox.PostAsync($"/{audience}/users", Upload(batch))));

        Assert.Equal((19 * 400) + 500, (await sandbox.MembersAsync(audience)).Length);
    }

    [Fact]
    public async Task Tells_a_phone_that_was_hashed_with_its_plus()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("seed", """{"universe":[{"phone":"+1 (555) 987-6543"}]}""");
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", JsonNode.Parse($$$"""
            {"payload":{"schema":"PHONE","data":["{{{Hash("+15559876543")}}}"]},
             "session":{"session_id":1,"batch_seq":1}}
            """)!);
        var session = await sandbox.GetAsync($"/{audience}/sessions?session_id=1");

        Assert.Equal(1, (await sandbox.ViolationsAsync())["phone-hashed-with-plus"]);
        Assert.Equal(0, (int)session["data"]![0]!["num_matched"]!);
    }
}
