using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Krewe.Silo.Demo;

/// <summary>One customer of the demo.</summary>
internal sealed record DemoPerson(string Customer, string Email);

/// <summary>A file as it is sent in.</summary>
internal sealed record DemoFile(string Name, byte[] Content);

/// <summary>What the demo sends in: files as their document prints them, and live events as client
/// libraries send them.</summary>
internal static class DemoFiles
{
    private const string TokenInWorkspace = "env:KREWE_META_TOKEN";

    /// <summary>The customers with their hashed e-mails, in the order of the files.</summary>
    public static ImmutableArray<DemoPerson> People { get; } = [.. Lines("emails.sync")];

    /// <summary>The workspace, with the token in a file instead of the environment.</summary>
    public static byte[] Workspace(string tokenFile) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Read("workspace.json")).Replace(
            TokenInWorkspace,
            "file:" + tokenFile.Replace('\\', '/'),
            StringComparison.Ordinal));

    /// <summary>The traits of the customers, and their hashed e-mails.</summary>
    public static ImmutableArray<DemoFile> Arrival(DateTimeOffset now) =>
    [
        new(TraitFileName(now, "sync.gz"), Compress(Read("traits.sync"))),
        new("c2c_id_999999_987654_1560431657.sync", Read("emails.sync")),
    ];

    /// <summary>Two browsers look at bags, one of them twice, and their people log in. One event
    /// is sent twice.</summary>
    public static DemoFile Visits { get; } = new("POST /v1/batch", Read("visits.json"));

    /// <summary>The second customer logs in on the browser of the third.</summary>
    public static DemoFile Login { get; } = new("POST /v1/batch", Read("login.json"));

    /// <summary>The second customer no longer asks for a quote, and the first keeps nothing but
    /// the club.</summary>
    public static ImmutableArray<DemoFile> Departure(DateTimeOffset now) =>
    [
        new(TraitFileName(now, "sync"), Line(People[1], "d_unsid=45678")),
        new(TraitFileName(now, "overwrite"), Line(People[0], "d_sid=23456")),
    ];

    private static string TraitFileName(DateTimeOffset now, string ending) => string.Create(
        CultureInfo.InvariantCulture,
        $"ftp_dpm_999999_123_{now.ToUnixTimeSeconds()}.{ending}");

    private static byte[] Line(DemoPerson person, string traits) =>
        Encoding.UTF8.GetBytes($"{person.Customer}\t{traits}\n");

    private static IEnumerable<DemoPerson> Lines(string name) =>
        Encoding.UTF8.GetString(Read(name))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('\t'))
            .Select(columns => new DemoPerson(columns[0], columns[1]));

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(DemoFiles).Assembly.GetManifestResourceStream("Demo/" + name)
            ?? throw new InvalidOperationException($"The program lacks its file {name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
