using Krewe.Domain.Profiles;

namespace Krewe.Domain.Segments;

/// <summary>Counts the visitors among the members of a segment that one profile has.</summary>
/// <remarks>
/// <para>Shape: devices count. A login is seen together with its device, so that other identities
/// count only where no device of the profile is a member.</para>
/// <para>Source: Audience Manager, "Segment Builder" and the FAQ on profile merge rules, read
/// 2026-11: real time is the devices that were seen. That a login without devices counts is ours.
/// </para>
/// </remarks>
public struct SeenMembers
{
    private bool _hasDevice;
    private int _devices;
    private int _others;

    /// <summary>Those that were seen.</summary>
    public readonly int Count => _hasDevice ? _devices : _others;

    /// <summary>When an event last saw an identity.</summary>
    /// <remarks>
    /// <para>Units: Unix seconds, by the event's own time; 0: never.</para>
    /// <para>Shape: exact for a login. Of a device it is kept when it was last named, and by what:
    /// one that an ID-sync file or a call named last counts as never seen until its next event,
    /// and a trait file for a device that was seen counts as one.</para>
    /// </remarks>
    public static long SeenAt(Fragment fragment, bool isDevice)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        return !isDevice ? fragment.Live?.StateAt ?? 0
            : fragment.Seen.By == LinkSource.Event ? fragment.Seen.Last
            : 0;
    }

    /// <summary>Adds a member.</summary>
    public void Add(bool isDevice, bool isSeen)
    {
        _hasDevice |= isDevice;
        _devices += isDevice && isSeen ? 1 : 0;
        _others += !isDevice && isSeen ? 1 : 0;
    }
}
