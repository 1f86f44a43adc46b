using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Events;

/// <summary>Where tracking calls come from, and whose ids they carry: the calls of event clients
/// name people and devices, but no data source.</summary>
/// <remarks>
/// <para>Shape: a call belongs to the source that names its API key, else to the one that names no
/// key; at most one may.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("event-source")]
public sealed record EventSource
{
    /// <summary>What people call it; unique in the workspace. Messages are told apart within
    /// it.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The cross-device data source of <c>userId</c>.</summary>
    [Id(1)]
    public required DataSourceId Users { get; init; }

    /// <summary>The data source of <c>anonymousId</c>, which holds ids of browsers.</summary>
    [Id(2)]
    public required DataSourceId Anonymous { get; init; }

    /// <summary>The data source of the hashes of the addresses that identify calls carry; null: an
    /// address is dropped.</summary>
    [Id(3)]
    public DataSourceId? Emails { get; init; }

    /// <summary>The names of the API keys that it is for; none: every key that no other source
    /// names.</summary>
    [Id(4)]
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>The source of a caller's events.</summary>
    /// <param name="sources">Those of the workspace.</param>
    /// <param name="key">The name of the caller's API key.</param>
    /// <returns>Null: none is for that key.</returns>
    public static EventSource? For(ImmutableArray<EventSource> sources, string key)
    {
        EventSource? any = null;
        foreach (var source in sources)
        {
            if (source.Keys.Contains(key, StringComparer.Ordinal))
            {
                return source;
            }

            any = source.Keys.IsEmpty ? any ?? source : any;
        }

        return any;
    }
}
