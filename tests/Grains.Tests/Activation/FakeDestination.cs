using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Segments;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Activation;

/// <summary>A destination without a grain: its audiences and its pause, in memory.</summary>
internal sealed class FakeDestination(FakePlatform platform) : IDestinationGrain, ISecrets
{
    private static readonly PlatformConnection Connection = new("42", new AccessToken("secret"));

    private ImmutableDictionary<SegmentId, RemoteAudienceId> _audiences =
        ImmutableDictionary<SegmentId, RemoteAudienceId>.Empty;

    public string? PausedBecause { get; private set; }

    public static string KeyOf(SegmentId segment) => $"krewe:main/1/{segment}";

    public Task<PlatformResult<AccessToken>> ReadAsync(
        string source, CancellationToken cancellationToken) =>
        Task.FromResult<PlatformResult<AccessToken>>(Connection.Token);

    public Task<DeliveryPlan> GetPlanAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DeliveryPlan
        {
            Platform = platform.Key,
            AdAccountId = Connection.AdAccountId,
            Token = "env:TOKEN",
            Audiences = _audiences,
            PausedBecause = PausedBecause,
        });

    public async Task<RemoteAudienceId?> EnsureAudienceAsync(
        SegmentId segment, CancellationToken cancellationToken)
    {
        if (_audiences.TryGetValue(segment, out var known))
        {
            return known;
        }

        var made = await platform.EnsureAudienceAsync(
            Connection,
            new AudienceSpec($"{segment}", string.Empty, KeyOf(segment)),
            cancellationToken);
        if (!made.IsOk)
        {
            return null;
        }

        var audience = new RemoteAudienceId(made.Value.Id);
        _audiences = _audiences.SetItem(segment, audience);
        return audience;
    }

    public Task ForgetAudienceAsync(
        SegmentId segment, RemoteAudienceId audience, CancellationToken cancellationToken)
    {
        if (_audiences.TryGetValue(segment, out var known) && known == audience)
        {
            _audiences = _audiences.Remove(segment);
        }

        return Task.CompletedTask;
    }

    public Task PauseAsync(string reason, string? token, CancellationToken cancellationToken)
    {
        PausedBecause = reason;
        return Task.CompletedTask;
    }

    public Task ResumeAsync(CancellationToken cancellationToken)
    {
        PausedBecause = null;
        return Task.CompletedTask;
    }

    public Task LearnAsync(long catalogVersion, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task CheckAudiencesAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DestinationStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
