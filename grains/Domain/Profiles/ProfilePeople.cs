using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>What an identity of a profile is to a person.</summary>
public enum PersonPart
{
    /// <summary>Somebody else's.</summary>
    None,

    /// <summary>The person's own.</summary>
    Own,

    /// <summary>A device of nobody else.</summary>
    Device,

    /// <summary>A device that others use as well.</summary>
    SharedDevice,
}

/// <summary>Who the people of a profile are: who shares a device is in one profile, and is not one
/// person.</summary>
/// <remarks>
/// <para>Shape: identities that are linked other than through a device are one person's. Devices
/// that are linked to each other are one. A device that one person alone uses stands for that
/// person; one that several use, or nobody, for itself.</para>
/// <para>Source: Audience Manager, "Data privacy requests", read 2026-11.</para>
/// </remarks>
public static class ProfilePeople
{
    /// <summary>What each identity of a profile is to the person that one of them names.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="place">Where the identity is in <see cref="Profile.Fragments"/>.</param>
    /// <param name="isDevice">Whether the IDs of a data source are those of devices.</param>
    public static ImmutableArray<PersonPart> PartsOf(
        Profile profile, int place, Func<DataSourceId, bool> isDevice)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var kin = KinOf(profile, isDevice, out var uses);
        var person = IsDevice(profile, place, isDevice)
            ? OnlyUserOf(kin[place], uses)
            : kin[place];
        return
        [
            .. Enumerable.Range(0, kin.Length).Select(each =>
                kin[each] == person || each == place || (person < 0 && kin[each] == kin[place])
                    ? PersonPart.Own
                    : !uses.Contains((person, kin[each])) ? PersonPart.None
                    : OnlyUserOf(kin[each], uses) < 0 ? PersonPart.SharedDevice
                    : PersonPart.Device),
        ];
    }

    /// <summary>How many people a profile holds.</summary>
    public static int Count(Profile profile, Func<DataSourceId, bool> isDevice)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var kin = KinOf(profile, isDevice, out _);
        return kin.Where((_, each) => !IsDevice(profile, each, isDevice)).Distinct().Count();
    }

    // Numbers people and devices, and says who uses which.
    private static int[] KinOf(
        Profile profile,
        Func<DataSourceId, bool> isDevice,
        out HashSet<(int Person, int Device)> uses)
    {
        var kin = new int[profile.Fragments.Length];
        ProfileLinks.Parts(
            profile with
            {
                Links = profile.Links.RemoveAll(link => IsUse(profile, link, isDevice)),
            },
            kin);
        uses =
        [
            .. profile.Links
                .Where(link => IsUse(profile, link, isDevice))
                .Select(link => IsDevice(profile, link.From, isDevice)
                    ? (kin[link.To], kin[link.From])
                    : (kin[link.From], kin[link.To])),
        ];
        return kin;
    }

    private static int OnlyUserOf(int device, HashSet<(int Person, int Device)> uses)
    {
        var users = uses.Where(use => use.Device == device).Take(2).ToArray();
        return users.Length == 1 ? users[0].Person : -1;
    }

    private static bool IsUse(
        Profile profile, IdentityLink link, Func<DataSourceId, bool> isDevice) =>
        IsDevice(profile, link.From, isDevice) != IsDevice(profile, link.To, isDevice);

    private static bool IsDevice(
        Profile profile, int place, Func<DataSourceId, bool> isDevice) =>
        isDevice(profile.Fragments[place].Identity.Source);
}
