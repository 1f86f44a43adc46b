using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Who is who among the identities that an event names.</summary>
/// <remarks>
/// <para>Shape: the person is the first customer ID that is logged in, else the first customer ID,
/// else the same of hashed e-mails. The traits of the event are the person's if that identity is
/// logged in, else the first device's, else those of whoever is named first.</para>
/// </remarks>
internal readonly record struct EventParties
{
    private readonly LiveEvent _happened;
    private readonly Catalog _catalog;

    public EventParties(LiveEvent happened, Catalog catalog)
    {
        _happened = happened;
        _catalog = catalog;
        Person = -1;
        Device = -1;
        var best = 0;
        for (var index = 0; index < happened.Identities.Length; index++)
        {
            var rank = RankOf(happened.Identities[index]);
            if (rank == 0)
            {
                Device = Device < 0 ? index : Device;
            }
            else if (rank > best)
            {
                best = rank;
                Person = index;
            }
        }
    }

    /// <summary>Where the person is; -1 where none is named.</summary>
    public int Person { get; }

    /// <summary>Where the first device is; -1 where none is named.</summary>
    public int Device { get; }

    /// <summary>Whose the traits are.</summary>
    public IdentityKey Owner
    {
        get
        {
            var identities = _happened.Identities;
            return Person >= 0 && identities[Person].State == AuthenticationState.Authenticated
                ? identities[Person].Identity
                : identities[Device >= 0 ? Device : 0].Identity;
        }
    }

    /// <summary>Whom the identity at a place is to be linked to. Devices are linked to everybody
    /// who is named with them; whatever else is named is the same person's, and hangs on the
    /// person, as others may use the device.</summary>
    public void LinksOf(int index, List<IdentityKey> others)
    {
        others.Clear();
        var isDevice = IsDevice(index);
        for (var other = 0; other < _happened.Identities.Length; other++)
        {
            if (other != index && (isDevice
                ? !IsDevice(other) || (index == Device && other > index)
                : index == Person && !IsDevice(other)))
            {
                others.Add(_happened.Identities[other].Identity);
            }
        }
    }

    private bool IsDevice(int index) =>
        _catalog.IsDevice(_happened.Identities[index].Identity.Source);

    // 0 of a device; hashed e-mails stand behind customer IDs that are as much logged in.
    private int RankOf(DeclaredIdentity declared)
    {
        var source = _catalog.FindDataSource(declared.Identity.Source);
        return source is not { IdType: IdType.CrossDevice } ? 0
            : (declared.State == AuthenticationState.Authenticated ? 3 : 1)
                + (source.ShareAs == HashLabel.None ? 1 : 0);
    }
}
