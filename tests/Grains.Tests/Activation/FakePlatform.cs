using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Activation;

/// <summary>A platform in memory that misbehaves by chance: it is busy, takes half, loses its
/// answer, loses audiences, lets tokens expire and refuses batches that hold a poisoned
/// member.</summary>
internal sealed class FakePlatform(Random random) : IAudiencePlatform, IAudiencePlatforms
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Sha256Digest>> _members = [];
    private readonly Dictionary<(string Account, string Key), string> _ids = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiters = [];
    private int _lastId;

    /// <summary>How many of a hundred calls go wrong.</summary>
    public int FaultPercent { get; set; }

    public bool IsTokenExpired { get; set; }

    /// <summary>An ad account that nobody may touch.</summary>
    public string? ForbiddenAccount { get; set; }

    public int Calls { get; private set; }

    /// <summary>Calls refused because of the token.</summary>
    public int Refusals { get; private set; }

    public HashSet<Sha256Digest> Poisoned { get; } = [];

    public string Key => "fake";

    public PlatformCapabilities Capabilities { get; } = new(
        RecordsPerCallMax: 10_000, MatchedMembersMin: 0, PopulateWithin: TimeSpan.Zero);

    public IReadOnlyCollection<string> Keys => [Key];

    public bool TryGet(
        string key,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IAudiencePlatform? platform)
    {
        platform = string.Equals(key, Key, StringComparison.Ordinal) ? this : null;
        return platform is not null;
    }

    /// <summary>Ends when a condition holds; it is looked at after each call.</summary>
    public Task WhenAsync(Func<bool> condition)
    {
        lock (_lock)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((condition, met));
            Tell();
            return met.Task;
        }
    }

    /// <summary>Who is in the audience of a key; nobody if there is none.</summary>
    public IReadOnlySet<Sha256Digest> MembersOf(string externalKey, string account = "42")
    {
        lock (_lock)
        {
            return _ids.TryGetValue((account, externalKey), out var id)
                ? _members[id].ToHashSet()
                : new HashSet<Sha256Digest>();
        }
    }

    /// <summary>Somebody deletes an audience on the platform's own pages.</summary>
    public void LoseAudience(string externalKey, string account = "42")
    {
        lock (_lock)
        {
            if (_ids.Remove((account, externalKey), out var id))
            {
                _members.Remove(id);
            }
        }
    }

    public Task<PlatformResult<RemoteAudience>> EnsureAudienceAsync(
        PlatformConnection connection, AudienceSpec spec, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var made = Ensure(connection.AdAccountId, spec);
            Tell();
            return Task.FromResult(made);
        }
    }

    public Task<PlatformResult<BatchReceipt>> SendAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        MemberBatch batch,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Calls++;
            var sent = Send(audience, batch);
            Tell();
            return Task.FromResult(sent);
        }
    }

    public Task<PlatformResult<bool>> DeleteAudienceAsync(
        PlatformConnection connection,
        RemoteAudience audience,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var deleted = Delete(connection.AdAccountId, audience);
            Tell();
            return Task.FromResult(deleted);
        }
    }

    public Task<PlatformResult<ImmutableArray<AdAccount>>> ListAccountsAsync(
        PlatformConnection connection, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Tell()
    {
        foreach (var (_, met) in _waiters.Where(waiter => waiter.Condition()).ToArray())
        {
            met.TrySetResult();
        }
    }

    private PlatformResult<bool> Delete(string account, RemoteAudience audience)
    {
        if (account == ForbiddenAccount)
        {
            return new DeliveryFault.Forbidden("the account is closed");
        }

        if (random.Next(100) < FaultPercent)
        {
            return Busy();
        }

        var key = _ids.FirstOrDefault(
            pair => pair.Key.Account == account && pair.Value == audience.Id).Key;
        return _ids.Remove(key) && _members.Remove(audience.Id);
    }

    private PlatformResult<RemoteAudience> Ensure(string account, AudienceSpec spec)
    {
        if (IsTokenExpired)
        {
            Refusals++;
            return new DeliveryFault.Unauthorized("the token is expired");
        }

        var isFaulty = random.Next(100) < FaultPercent;
        if (isFaulty && random.Next(2) == 0)
        {
            return Busy();
        }

        if (!_ids.TryGetValue((account, spec.ExternalKey), out var id))
        {
            id = $"audience-{++_lastId}";
            _ids.Add((account, spec.ExternalKey), id);
            _members.Add(id, []);
        }

        return isFaulty ? Busy() : new RemoteAudience(id, spec.Name);
    }

    private PlatformResult<BatchReceipt> Send(RemoteAudience audience, MemberBatch batch)
    {
        if (IsTokenExpired)
        {
            Refusals++;
            return new DeliveryFault.Unauthorized("the token is expired");
        }

        if (!_members.TryGetValue(audience.Id, out var members))
        {
            return new DeliveryFault.NotFound("there is no such audience");
        }

        if (batch.Emails.Any(Poisoned.Contains))
        {
            return new DeliveryFault.Rejected("a member is poisoned");
        }

        var isFaulty = random.Next(100) < FaultPercent;
        var taken = isFaulty ? random.Next(batch.Emails.Length + 1) : batch.Emails.Length;
        foreach (var hash in batch.Emails.Take(taken))
        {
            _ = batch.Change == MemberChange.Add ? members.Add(hash) : members.Remove(hash);
        }

        return isFaulty
            ? Busy()
            : new BatchReceipt(batch.Emails.Length, batch.Emails.Length, 0, 0, TimeSpan.Zero);
    }

    private static DeliveryFault.Transient Busy() => new(TimeSpan.Zero, "the platform is busy");
}
