using System.Globalization;
using Orleans;

namespace Krewe.Embedded;

/// <summary>A state whose etag is a number: a storage that knows this makes no text of
/// it.</summary>
internal interface IVersionedState
{
    /// <summary>The stored version; 0 if there is none, -1 if the etag is no number.</summary>
    long Version { get; set; }

    bool RecordExists { get; set; }
}

/// <summary>Any other state, seen so.</summary>
internal sealed class VersionedState<T>(IGrainState<T> state) : IVersionedState
{
    public long Version
    {
        get => VersionTag.Parse(state.ETag);
        set => state.ETag = VersionTag.Format(value);
    }

    public bool RecordExists
    {
        get => state.RecordExists;
        set => state.RecordExists = value;
    }
}

/// <summary>Etags that are versions.</summary>
internal static class VersionTag
{
    internal static string? Format(long version) =>
        version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    internal static long Parse(string? eTag) =>
        eTag is null ? 0
        : long.TryParse(eTag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && version > 0 ? version
        : -1;
}
