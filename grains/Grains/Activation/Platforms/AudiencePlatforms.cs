using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Krewe.Grains.Activation.Platforms;

/// <summary>The platforms of this process, by key.</summary>
internal interface IAudiencePlatforms
{
    IReadOnlyCollection<string> Keys { get; }

    bool TryGet(string key, [NotNullWhen(true)] out IAudiencePlatform? platform);
}

/// <summary>All registered platforms. Two of one key stop the start.</summary>
internal sealed class AudiencePlatforms(IEnumerable<IAudiencePlatform> platforms)
    : IAudiencePlatforms
{
    private readonly FrozenDictionary<string, IAudiencePlatform> _platforms = platforms
        .ToDictionary(platform => platform.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Keys => _platforms.Keys;

    public bool TryGet(string key, [NotNullWhen(true)] out IAudiencePlatform? platform) =>
        _platforms.TryGetValue(key, out platform);
}
