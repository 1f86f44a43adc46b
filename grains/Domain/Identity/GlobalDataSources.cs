using System.Collections.Immutable;

namespace Krewe.Domain.Identity;

/// <summary>How the ids of a global device data source are written.</summary>
public enum DeviceIdShape : byte
{
    /// <summary>8-4-4-4-12 hex digits in lower case.</summary>
    LowerUuid = 0,

    /// <summary>8-4-4-4-12 hex digits in upper case.</summary>
    UpperUuid = 1,

    /// <summary>Letters and digits; dashes between them.</summary>
    Alphanumeric = 2,
}

/// <summary>A data source of advertising ids that every company shares.</summary>
public sealed record GlobalDataSource(DataSource Source, DeviceIdShape Shape)
{
    /// <summary>What an id of it looks like, in words.</summary>
    public string Expected => Shape switch
    {
        DeviceIdShape.LowerUuid => "a UUID in lower case (8-4-4-4-12), not all zeros",
        DeviceIdShape.UpperUuid => "a UUID in upper case (8-4-4-4-12), not all zeros",
        _ => "letters and digits",
    };
}

/// <summary>The data sources that are built in.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Global data sources"; the symbols are those that advertising
/// exchanges use for such ids, read 2026-11.</para>
/// </remarks>
public static class GlobalDataSources
{
    /// <summary>Google's advertising ids.</summary>
    public static readonly DataSourceId Android = new(20914);

    /// <summary>Apple's advertising ids.</summary>
    public static readonly DataSourceId Apple = new(20915);

    /// <summary>All of them, by number.</summary>
    public static ImmutableArray<GlobalDataSource> All { get; } =
    [
        Device(Android, "Google advertising ID (GAID)", "GAID", DeviceIdShape.LowerUuid),
        Device(Apple, "Apple advertising ID (IDFA)", "IDFA", DeviceIdShape.UpperUuid),
        Device(new(121963), "Roku advertising ID (RIDA)", "RIDA", DeviceIdShape.LowerUuid),
        Device(
            new(389146), "Windows 10 advertising ID (MAID)", "MAID", DeviceIdShape.Alphanumeric),
        Device(new(488258), "Amazon Fire TV advertising ID", "AFAI", DeviceIdShape.LowerUuid),
        Device(
            new(963906), "Samsung Tizen advertising ID (TIFA)", "TIFA", DeviceIdShape.Alphanumeric),
        Device(
            new(1171485), "LG webOS advertising ID (LGUDID)", "LGUDID", DeviceIdShape.LowerUuid),
        Device(new(1171489), "Vizio advertising ID (IFA)", "VIDA", DeviceIdShape.Alphanumeric),
    ];

    /// <summary>The data source of that number, or null: most belong to one company.</summary>
    public static GlobalDataSource? Find(DataSourceId id) =>
        All.FirstOrDefault(one => one.Source.Id == id);

    private static GlobalDataSource Device(
        DataSourceId id, string name, string symbol, DeviceIdShape shape) =>
        new(
            new DataSource
            {
                Id = id,
                Name = name,
                Namespace = symbol,
                IdType = IdType.DeviceAdvertisingId,
                Inbound = true,
            },
            shape);
}
