using System.Collections.Frozen;
using System.Security.Claims;
using Krewe.Contracts.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Api.Access;

/// <summary>Knows the holders of keys, for this process.</summary>
/// <remarks>
/// <para>All keys in force are held at once (<see cref="ApiKeyRing.KeysMax"/> bounds them) and
/// asked for again when they are <see cref="AccessOptions.KnownFor"/> old, counted from before the
/// question. So a request costs a hash and a look-up, whether its key is right or wrong, and wrong
/// keys neither fill memory nor reach a grain.</para>
/// <para>Any thread may ask. One question is under way at a time; who comes meanwhile shares its
/// answer. If it fails, so does the request: nobody is let in by what may be out of date.</para>
/// </remarks>
internal sealed partial class ApiKeyDirectory(
    IGrainFactory grains,
    TimeProvider time,
    IOptions<AccessOptions> options,
    ILogger<ApiKeyDirectory> logger)
{
    private readonly Lock _lock = new();
    private Known? _known;
    private Task<Known>? _asking;
    private int _changes;

    /// <summary>The holder of a key in force, or null.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(
        Sha256Digest digest, CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is null || IsOlder(known, options.Value.KnownFor))
        {
            known = await AskAsync(cancellationToken);
        }

        if (!known.Holders.TryGetValue(digest, out var holder)
            && IsOlder(known, options.Value.UnknownFor))
        {
            known = await AskAsync(cancellationToken);
            known.Holders.TryGetValue(digest, out holder);
        }

        if (holder is not null)
        {
            await NoteUseAsync(holder, cancellationToken);
        }

        return holder?.User;
    }

    /// <summary>The keys were changed by this process: ask again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            (_known, _asking) = (null, null);
            _changes++;
        }
    }

    private bool IsOlder(Known known, TimeSpan age) => time.GetElapsedTime(known.AskedAt) >= age;

    // Nobody's cancellation ends a question that others share.
    private Task<Known> AskAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _asking = _asking is { IsCompleted: false } ? _asking : LoadAsync(_known, _changes);
            return _asking.WaitAsync(cancellationToken);
        }
    }

    private async Task<Known> LoadAsync(Known? before, int changes)
    {
        var askedAt = time.GetTimestamp();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var ring = await Keys().GetAsync(before?.Version ?? -1, CancellationToken.None);
        var known = ring is null ? before! with { AskedAt = askedAt } : Known.Of(ring, askedAt);
        lock (_lock)
        {
            // What was asked before the keys were changed here is not worth keeping.
            if (_changes == changes)
            {
                _known = known;
            }
        }

        return known;
    }

    // A day that cannot be noted keeps nobody out.
    private async ValueTask NoteUseAsync(Holder holder, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!holder.IsFirstUseOf(today))
        {
            return;
        }

        try
        {
            await Keys().UseAsync(holder.Key, today, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogUseNotNoted(fault, holder.Key);
        }
    }

    private IApiKeysGrain Keys() => grains.GetGrain<IApiKeysGrain>(WorkspaceId.Main.Name);

    [LoggerMessage(LogLevel.Warning, "That key {Key} was used today could not be noted")]
    private partial void LogUseNotNoted(Exception exception, ApiKeyId key);

    private sealed record Known(
        long Version, long AskedAt, FrozenDictionary<Sha256Digest, Holder> Holders)
    {
        public static Known Of(ApiKeyRing ring, long askedAt) => new(
            ring.Version,
            askedAt,
            ring.Keys.Where(key => key.Revoked is null)
                .ToFrozenDictionary(key => key.Digest, key => new Holder(key)));
    }

    private sealed class Holder(ApiKey key)
    {
        private int _lastUsed = key.LastUsed?.DayNumber ?? 0;

        public ApiKeyId Key => key.Id;

        public ClaimsPrincipal User { get; } = new(
            new CallerIdentity(new AuditActor(key.Id, key.Name), key.Role));

        public bool IsFirstUseOf(DateOnly day)
        {
            var known = Volatile.Read(ref _lastUsed);
            return known < day.DayNumber
                && Interlocked.CompareExchange(ref _lastUsed, day.DayNumber, known) == known;
        }
    }
}
