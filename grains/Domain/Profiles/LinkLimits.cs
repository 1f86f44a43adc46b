using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>How many identities of one kind may be linked to one identity.</summary>
/// <remarks>
/// <para>Units: counted for each data source of the other side; at the limit the link that was
/// named longest ago goes.</para>
/// <para>Source: Audience Manager, "Usage limits" (mappings) and "People-based destinations:
/// prerequisites" (ten hashed e-mails), read 2026-11. The limit of customers that share one hashed
/// e-mail is ours: none is documented, and without one a dummy address would tie a whole file into
/// one profile.</para>
/// </remarks>
public static class LinkLimits
{
    /// <summary>Hashed e-mails of one customer ID.</summary>
    public const int EmailsPerCustomerMax = 10;

    /// <summary>Customer IDs that share one hashed e-mail.</summary>
    public const int CustomersPerEmailMax = 100;

    /// <summary>Devices of one customer ID.</summary>
    public const int DevicesPerCustomerMax = 100;

    /// <summary>Customer IDs of one device.</summary>
    public const int CustomersPerDeviceMax = 10;

    /// <summary>Browser or device ids linked to one browser or device id.</summary>
    public const int DevicesPerDeviceMax = 1_000;

    /// <summary>Customer IDs of another data source linked to one customer ID.</summary>
    public const int CustomersPerCustomerMax = 100;

    /// <summary>How many identities of <paramref name="other"/>'s data source may be linked to one
    /// of <paramref name="end"/>'s.</summary>
    public static int Of(IdentityKey end, IdentityKey other, Catalog catalog) =>
        (KindOf(end, catalog), KindOf(other, catalog)) switch
        {
            (Kind.Customer, Kind.Email) => EmailsPerCustomerMax,
            (Kind.Email, _) => CustomersPerEmailMax,
            (Kind.Customer, Kind.Customer) => CustomersPerCustomerMax,
            (Kind.Customer, Kind.Device) => DevicesPerCustomerMax,
            (Kind.Device, Kind.Device) => DevicesPerDeviceMax,
            _ => CustomersPerDeviceMax,
        };

    private static Kind KindOf(IdentityKey identity, Catalog catalog) =>
        catalog.FindDataSource(identity.Source) switch
        {
            { ShareAs: not HashLabel.None } => Kind.Email,
            { IdType: IdType.CrossDevice } => Kind.Customer,
            _ => Kind.Device,
        };

    private enum Kind
    {
        Customer,
        Email,
        Device,
    }
}
