using System.Globalization;
using System.Text;

namespace Krewe.Benchmarks;

/// <summary>The files of the whole job, the same for every contestant.</summary>
internal sealed record OnboardingFiles(string Links, string Traits, string Workspace)
{
    private const int TraitCount = 40;
    private const int SegmentCount = 20;
    private const int FirstTrait = 1_000;
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Writes them into a folder.</summary>
    public static OnboardingFiles Write(string folder, int rows)
    {
        Directory.CreateDirectory(folder);
        var links = Path.Combine(folder, "c2c_id_999999_987654_1560431657.sync");
        var traits = Path.Combine(folder, "ftp_dpm_999999_123_1560431657.sync");
        using (var writer = new StreamWriter(links, append: false, Encoding.ASCII, 1 << 20))
        {
            for (var row = 0; row < rows; row++)
            {
                writer.Write(Customer(row));
                writer.Write('\t');
                writer.Write(Email(row));
                writer.Write('\n');
            }
        }

        using (var writer = new StreamWriter(traits, append: false, Encoding.ASCII, 1 << 20))
        {
            for (var row = 0; row < rows; row++)
            {
                var (first, second) = TraitsOf(row);
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Customer(row)}\td_sid={first},d_sid={second}\n"));
            }
        }

        return new OnboardingFiles(links, traits, WorkspaceJson());
    }

    /// <summary>The traits that a segment wants, both of them.</summary>
    public static (int First, int Second) SegmentTraits(int segment) =>
        (FirstTrait + (segment % TraitCount), FirstTrait + ((segment + 1) % TraitCount));

    public static int Segments => SegmentCount;

    private static (int First, int Second) TraitsOf(int row)
    {
        var first = row % TraitCount;
        var second = (first + 1 + (row / TraitCount % 3)) % TraitCount;
        return (FirstTrait + first, FirstTrait + second);
    }

    /// <summary>The id of the customer in a row.</summary>
    public static string Customer(int row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(ulong)row * 7_919 % 9_999_999_967:D19}{(ulong)row * 104_729 % 9_999_999_967:D19}");

    // Any 64 hex digits serve as well as a real digest, and cost nothing to make.
    private static string Email(int row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(ulong)row * Odd:x16}{(ulong)row:x16}{~(ulong)row:x16}{(ulong)row * 31:x16}");

    private static string WorkspaceJson()
    {
        var traits = string.Join(",\n", Enumerable.Range(FirstTrait, TraitCount).Select(trait =>
            $$"""{ "id": {{trait}}, "name": "Trait {{trait}}", "dataSource": 999999 }"""));
        var segments = string.Join(",\n", Enumerable.Range(0, SegmentCount).Select(segment =>
        {
            var (first, second) = SegmentTraits(segment);
            return $$"""
                { "id": {{segment + 1}}, "name": "Segment {{segment + 1}}", "dataSource": 999999,
                  "rule": "{{first}}T AND {{second}}T" }
                """;
        }));
        return $$"""
            {
              "partnerId": 123,
              "addOns": ["peopleBasedDestinations"],
              "dataSources": [
                { "id": 999999, "name": "CRM", "integrationCode": "crm", "idType": "crossDevice",
                  "inbound": true },
                { "id": 987654, "name": "E-mails", "integrationCode": "emails",
                  "idType": "crossDevice", "inbound": true, "outbound": true,
                  "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)" }
              ],
              "traits": [ {{traits}} ],
              "mergeRules": [ { "name": "All", "crossDevice": "allCrossDeviceProfiles",
                "dataSources": [999999], "default": true } ],
              "segments": [ {{segments}} ]
            }
            """;
    }
}
