using System.Runtime.InteropServices;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;

namespace Krewe.Domain.Profiles;

/// <summary>Which fragments of a profile a merge rule reads together. A list that is filled anew
/// for each rule and keeps its room; it serves one thread.</summary>
/// <remarks>
/// <para>Shape: a segment is decided once for each context, on the traits of its fragments
/// together; whoever is in a context that qualifies is a member. Identities that opted out are in
/// none.</para>
/// <para>A device's last login is, for each data source that the rule reads, the identity that was
/// named with it last, by the time of what named it. Somebody who logged in, but is not the last
/// one on any device, is read alone.</para>
/// <para>Source: Audience Manager, "Profile merge rule options defined" and "General use cases for
/// profile merge rules", read 2026-11. That several data sources of one rule are read side by side,
/// and that somebody without a device is read alone, is ours: nothing is documented.</para>
/// </remarks>
internal sealed class MergeContexts
{
    /// <summary>Devices that a device graph reads together: the current one and 99.</summary>
    public const int GraphDevicesMax = 100;

    private readonly List<int> _places = [];
    private readonly List<int> _ends = [];
    private readonly List<int> _logins = [];
    private bool[] _isRead = [];
    private int[] _parts = [];

    /// <summary>How many there are.</summary>
    public int Count => _ends.Count;

    /// <summary>The places in the profile that are read together; valid until the next
    /// fill.</summary>
    public ReadOnlySpan<int> this[int context]
    {
        get
        {
            var start = context == 0 ? 0 : _ends[context - 1];
            return CollectionsMarshal.AsSpan(_places)[start.._ends[context]];
        }
    }

    /// <summary>Whether the same places are read together.</summary>
    public bool IsSame(MergeContexts other) =>
        CollectionsMarshal.AsSpan(_places).SequenceEqual(
            CollectionsMarshal.AsSpan(other._places))
        && CollectionsMarshal.AsSpan(_ends).SequenceEqual(CollectionsMarshal.AsSpan(other._ends));

    /// <summary>Finds the contexts of a rule.</summary>
    public void Fill(CompiledMergeRule rule, Profile profile, Catalog catalog)
    {
        _places.Clear();
        _ends.Clear();
        if (_isRead.Length < profile.Fragments.Length)
        {
            _isRead = new bool[2 * profile.Fragments.Length];
        }

        _isRead.AsSpan(0, profile.Fragments.Length).Clear();
        switch (rule.Rule.CrossDevice)
        {
            case CrossDeviceOption.IdentityGraph:
                AddParts(profile);
                break;
            case CrossDeviceOption.AllCrossDeviceProfiles:
                AddAlone(rule, profile, onlyLoggedIn: false);
                break;
            case CrossDeviceOption.CurrentAuthenticatedProfiles:
                AddAlone(rule, profile, onlyLoggedIn: true);
                break;
            case CrossDeviceOption.LastAuthenticatedProfiles:
                AddDevices(rule, profile, catalog);
                AddAlone(rule, profile, onlyLoggedIn: true);
                break;
            default:
                AddDevices(rule, profile, catalog);
                break;
        }
    }

    // What no link holds any more is on its way out, and is read by itself.
    private void AddParts(Profile profile)
    {
        if (_parts.Length < profile.Fragments.Length)
        {
            _parts = new int[2 * profile.Fragments.Length];
        }

        var parts = _parts.AsSpan(0, profile.Fragments.Length);
        var count = ProfileLinks.Parts(profile, parts);
        for (var part = 0; part < count; part++)
        {
            for (var place = 0; place < parts.Length; place++)
            {
                if (parts[place] == part && !profile.Fragments[place].IsOptedOut)
                {
                    _places.Add(place);
                }
            }

            End();
        }
    }

    private void AddAlone(CompiledMergeRule rule, Profile profile, bool onlyLoggedIn)
    {
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            var fragment = profile.Fragments[place];
            if (!_isRead[place]
                && !fragment.IsOptedOut
                && rule.Reads(fragment.Identity.Source)
                && (!onlyLoggedIn || fragment.Live is { HasLoggedIn: true }))
            {
                _places.Add(place);
                End();
            }
        }
    }

    private void AddDevices(CompiledMergeRule rule, Profile profile, Catalog catalog)
    {
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            if (IsDevice(profile, place, catalog) && !profile.Fragments[place].IsOptedOut)
            {
                AddDevice(rule, profile, place, catalog);
            }
        }
    }

    private void AddDevice(
        CompiledMergeRule rule, Profile profile, int device, Catalog catalog)
    {
        _logins.Clear();
        foreach (var source in rule.Rule.DataSources)
        {
            var login = LastLogin(profile, device, source);
            if (login >= 0)
            {
                _logins.Add(login);
            }
        }

        switch (rule.Rule.Device)
        {
            case DeviceOption.ProfileLinkDeviceGraph when _logins.Count > 0:
                AddLinked(profile, _logins[0], catalog);
                return;
            case DeviceOption.ExternalDeviceGraph:
                AddCluster(profile, device, catalog);
                break;
            default:
                _places.Add(device);
                break;
        }

        foreach (var login in _logins)
        {
            _isRead[login] = true;
            if (!profile.Fragments[login].IsOptedOut)
            {
                _places.Add(login);
            }
        }

        End();
    }

    // Links are ordered by when they were named. Who were named at the same instant are told apart
    // by their order alone, so that it does not matter which came first.
    private static int LastLogin(Profile profile, int device, DataSourceId source)
    {
        var login = -1;
        var at = 0L;
        for (var index = profile.Links.Length - 1; index >= 0; index--)
        {
            var link = profile.Links[index];
            if (login >= 0 && link.At < at)
            {
                break;
            }

            var far = link.OtherEnd(device);
            if (far >= 0
                && profile.Fragments[far].Identity.Source == source
                && (login < 0
                    || profile.Fragments[far].Identity < profile.Fragments[login].Identity))
            {
                login = far;
                at = link.At;
            }
        }

        return login;
    }

    // One context for the person, whichever of the devices is the current one.
    private void AddLinked(Profile profile, int login, Catalog catalog)
    {
        if (_isRead[login])
        {
            return;
        }

        _isRead[login] = true;
        var start = _places.Count;
        for (var index = profile.Links.Length - 1; index >= 0; index--)
        {
            var far = profile.Links[index].OtherEnd(login);
            if (far >= 0
                && _places.Count - start < GraphDevicesMax
                && IsDevice(profile, far, catalog)
                && !profile.Fragments[far].IsOptedOut
                && LastLogin(profile, far, profile.Fragments[login].Identity.Source) == login)
            {
                _places.Add(far);
            }
        }

        if (!profile.Fragments[login].IsOptedOut)
        {
            _places.Add(login);
        }

        End();
    }

    // A vendor's id for a person or household stands between its devices.
    private void AddCluster(Profile profile, int device, Catalog catalog)
    {
        var start = _places.Count;
        _places.Add(device);
        for (var index = profile.Links.Length - 1; index >= 0; index--)
        {
            var vendor = profile.Links[index].OtherEnd(device);
            if (vendor < 0 || !IsVendors(profile, vendor, catalog))
            {
                continue;
            }

            for (var other = profile.Links.Length - 1; other >= 0; other--)
            {
                var far = profile.Links[other].OtherEnd(vendor);
                if (far >= 0
                    && _places.Count - start < GraphDevicesMax
                    && IsDevice(profile, far, catalog)
                    && !profile.Fragments[far].IsOptedOut
                    && _places.IndexOf(far, start) < 0)
                {
                    _places.Add(far);
                }
            }
        }
    }

    private static bool IsDevice(Profile profile, int place, Catalog catalog) =>
        catalog.IsDevice(profile.Fragments[place].Identity.Source);

    private static bool IsVendors(Profile profile, int place, Catalog catalog)
    {
        var source = catalog.FindDataSource(profile.Fragments[place].Identity.Source);
        return source is { IdType: IdType.CrossDevice, Party: not DataParty.First };
    }

    private void End()
    {
        if (_places.Count > (_ends.Count == 0 ? 0 : _ends[^1]))
        {
            _ends.Add(_places.Count);
        }
    }
}
