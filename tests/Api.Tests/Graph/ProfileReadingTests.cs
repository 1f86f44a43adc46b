using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Krewe.Api.Tests.Access;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using NSubstitute;

namespace Krewe.Api.Tests.Graph;

/// <summary>How profiles are asked for what is shown of them.</summary>
public sealed class ProfileReadingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private const string Card = """
        id version createdAt
        identities { dataSource { namespace } value firstSeen }
        traits { nodes { trait { name } qualifiedOn { value } } }
        segmentMemberships { nodes { segment { name mergeRule { name } } since } }
        segmentMembership(segmentId: "U2VnbWVudDoyMA==") { status }
        """;

    private static readonly Profile Buyer = new()
    {
        Version = 1,
        Fragments =
        [
            new Fragment
            {
                Identity = new IdentityKey(new DataSourceId(1), Value("customer")),
                Traits = [TraitQualification.Once(new TraitId(10), 4_000_000_000)],
                Memberships = [new SegmentMembership(new SegmentId(20), 1, 5)],
            },
        ],
    };

    [Fact]
    public async Task Fifty_profiles_with_all_that_they_show_take_one_call_each()
    {
        await using var caller = await GraphCaller.StartAsync();
        caller.Host.Profile.GetAsync(default).ReturnsForAnyArgs(ProfileState.Of(Buyer));

        var answer = await caller.AnswerAsync(
            $"query($by: [ProfileByInput!]!) {{ profiles(by: $by) {{ {Card} }} }}",
            new
            {
                by = Enumerable.Range(1, 50).Select(one => new
                {
                    identity = new { @namespace = "1", value = $"customer {one}" },
                }),
            });

        Assert.True(answer["errors"] is null, answer.ToJsonString());
        var profiles = answer["data"]!["profiles"]!.AsArray();
        Assert.Equal(50, profiles.Count);
        Assert.All(profiles, one => Assert.Equal(
            "Buyers",
            one!["segmentMemberships"]!["nodes"]![0]!["segment"]!["name"]!.GetValue<string>()));
        Assert.Equal(50, caller.Host.Profile.ReceivedCalls().Count(call =>
            call.GetMethodInfo().Name == nameof(IProfileGrain.GetAsync)));
    }

    [Fact]
    public async Task Request_that_is_given_up_gives_up_the_call_to_the_profile()
    {
        await using var host = await ApiHost.StartAsync();
        var called = new TaskCompletionSource<CancellationToken>();
#pragma warning disable CA2012 // It says which call is meant.
        host.Profile.GetAsync(default).ReturnsForAnyArgs(call =>
#pragma warning restore CA2012
        {
            var token = call.Arg<CancellationToken>();
            called.SetResult(token);
            var never = new TaskCompletionSource<ProfileState>();
            token.Register(() => never.TrySetCanceled(token));
            return new ValueTask<ProfileState>(never.Task);
        });
        using var client = host.Client(host.MakeKey(Role.Marketer));
        using var patience = new CancellationTokenSource();
        var query = new JsonObject
        {
            ["query"] = "{ profile(by: {identity: {namespace: \"0\", value: \"1\"}}) { version } }",
        };
        using var body = new StringContent(
            query.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

        var asking = client.PostAsync("/graphql", body, patience.Token);
        var token = await called.Task.WaitAsync(Limit);
        Assert.False(token.IsCancellationRequested);
        await patience.CancelAsync();

#pragma warning disable VSTHRD003 // It was started here.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
#pragma warning restore VSTHRD003
        var gone = new TaskCompletionSource();
        await using var registered = token.Register(gone.SetResult);
        await gone.Task.WaitAsync(Limit);
    }

    private static IdentityValue Value(string text)
    {
        Assert.True(IdentityValue.TryParse(text, out var value));
        return value;
    }
}
