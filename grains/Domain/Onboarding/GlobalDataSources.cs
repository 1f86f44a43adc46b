using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

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
public sealed record GlobalDataSource(DataSourceId Id, string Name, DeviceIdShape Shape)
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
/// <para>Source: Audience Manager, "Global data sources", read 2026-11.</para>
/// </remarks>
public static class GlobalDataSources
{
    /// <summary>Google's advertising ids.</summary>
    public static readonly DataSourceId Android = new(20914);

    /// <summary>Apple's advertising ids.</summary>
    public static readonly DataSourceId Apple = new(20915);

    private static readonly GlobalDataSource[] All =
    [
        new(Android, "Android advertising id (GAID)", DeviceIdShape.LowerUuid),
        new(Apple, "Apple advertising id (IDFA)", DeviceIdShape.UpperUuid),
        new(new(121963), "Roku advertising id (RIDA)", DeviceIdShape.LowerUuid),
        new(new(389146), "Microsoft advertising id (MAID)", DeviceIdShape.Alphanumeric),
        new(new(488258), "Amazon Fire TV advertising id", DeviceIdShape.LowerUuid),
        new(new(963906), "Samsung advertising id (TIFA)", DeviceIdShape.Alphanumeric),
        new(new(1171485), "LG advertising id (LGUDID)", DeviceIdShape.LowerUuid),
        new(new(1171489), "Vizio advertising id (IFA)", DeviceIdShape.Alphanumeric),
    ];

    /// <summary>The data source of that number, or null: most belong to one company.</summary>
    public static GlobalDataSource? Find(DataSourceId id) => Array.Find(All, one => one.Id == id);
}
