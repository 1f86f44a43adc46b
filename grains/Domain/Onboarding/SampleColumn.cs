using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>Made-up ids of a data source, in the form that files must have.</summary>
internal sealed record SampleColumn(
    DataSourceId Source, DataSource? Own, GlobalDataSource? Global)
{
    // Addresses that documents use for examples.
    private static readonly string[] Addresses =
        ["johndoe@example.com", "janedoe@example.com", "name@example.com"];

    public bool HoldsHashes => Own is { ShareAs: HashLabel.EmailsSha256Lowercased };

    public bool IsCustomers => Own is { IdType: IdType.CrossDevice };

    /// <summary>The id of a row, counted from 0.</summary>
    public string Id(int row) => (Source, Own, Global) switch
    {
        var (source, _, _) when source == DataSourceId.Uuid => Digits(row),
        (_, _, { Shape: DeviceIdShape.LowerUuid }) => Uuid(row),
        (_, _, { Shape: DeviceIdShape.UpperUuid }) => Uuid(row).ToUpperInvariant(),
        (_, _, not null) => Numbered("DEVICE", row),
        (_, { ShareAs: HashLabel.EmailsSha256Lowercased }, _) => Hash(row),
        (_, { IdType: IdType.Cookie }, _) => Numbered("browser-", row),
        (_, { IdType: IdType.DeviceAdvertisingId }, _) => Numbered("device-", row),
        (_, { IdDefinition: IdDefinition.Household }, _) => Numbered("household-", row),
        _ => Numbered("customer-", row),
    };

    private static string Numbered(string word, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{word}{1_001 + row}");

    private static string Hash(int row) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Addresses[row % Addresses.Length])));

    private static string Uuid(int row) => string.Create(
        CultureInfo.InvariantCulture, $"3f2a{row:x4}-8c1d-4e5b-9a6f-0b7c2d8e{row:x4}");

    private static string Digits(int row) => string.Create(
        CultureInfo.InvariantCulture, $"6807998276567319850405265607445619{row:D4}");
}
