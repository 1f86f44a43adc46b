using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NSubstitute;

namespace Krewe.Api.Tests.Access;

/// <summary>What identifies a person is not for readers.</summary>
public sealed class IdentifierTests
{
    private const string Door = "/v1/profiles/999999/c-1";

    [Theory]
    [InlineData(Role.Reader, false)]
    [InlineData(Role.Marketer, true)]
    [InlineData(Role.Steward, true)]
    [InlineData(Role.Operator, true)]
    public async Task Profile_shows_identities_to_more_than_readers(Role role, bool shows)
    {
        await using var host = await ApiHost.StartAsync();
        var identity = new IdentityKey(new DataSourceId(999_999), IdentityValue.Parse("c-1"));
        host.Profile.GetAsync(default).ReturnsForAnyArgs(ProfileState.Of(
            Profile.Empty with { Fragments = [Fragment.Of(identity)] }));

        var answer = await host.CallAsync("GET", Door, host.MakeKey(role));

        Assert.Equal(200, answer.Status);
        Assert.Contains(
            shows ? "\"identity\":\"999999/c-1\"" : "\"identity\":\"999999/#1\"", answer.Body);
        Assert.Equal(shows, answer.Body.Contains("c-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profile_is_found_by_an_id_with_what_divides_paths()
    {
        await using var host = await ApiHost.StartAsync();
        var identity = new IdentityKey(
            new DataSourceId(999_999), IdentityValue.Parse("sl/ash%2F+x=="));
        host.Profile.GetAsync(default).ReturnsForAnyArgs(ProfileState.Of(
            Profile.Empty with { Fragments = [Fragment.Of(identity)] }));
        var key = host.MakeKey(Role.Operator);

        var answer = await host.CallAsync("GET", "/", ApiHost.Elsewhere, request =>
        {
            const string Path = "/v1/profiles/999999/sl%2Fash%252F%2Bx%3D%3D";
            request.Path = PathString.FromUriComponent(Path);
            request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget = Path;
            request.Headers.Authorization = $"Bearer {key.Text}";
        });

        Assert.Equal(200, answer.Status);
        host.Grains.Received().GetGrain(
            typeof(IProfileGrain), WorkspaceId.Main.ProfileKey(identity));
    }

    [Fact]
    public async Task Members_of_segments_are_refused_to_readers()
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.CallAsync(
            "GET", "/v1/segments?members=1", host.MakeKey(Role.Reader));
        Assert.Equal(403, answer.Status);
        Assert.Contains("This needs the permission ReadIdentifiers", answer.Body);
    }
}
