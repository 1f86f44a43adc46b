using System.Text;
using Krewe.Domain.Identity;

namespace Krewe.Api.Events;

/// <summary>Whose advertising ids a kind of device has, and how they are written.</summary>
internal static class AdvertisingIds
{
    private static readonly DataSourceId Roku = new(121963);
    private static readonly DataSourceId Fire = new(488258);

    /// <summary>The data source of a kind of device; null: another kind.</summary>
    public static DataSourceId? SourceOf(string deviceType) =>
        deviceType.ToUpperInvariant() switch
        {
            "ANDROID" => GlobalDataSources.Android,
            "IOS" or "IPADOS" or "TVOS" => GlobalDataSources.Apple,
            "ROKU" => Roku,
            "FIRETV" => Fire,
            _ => null,
        };

    /// <summary>Writes an id in the case of its data source.</summary>
    public static void Fold(DataSourceId source, Span<byte> id)
    {
        switch (GlobalDataSources.Find(source)?.Shape)
        {
            case DeviceIdShape.LowerUuid:
                Ascii.ToLowerInPlace(id, out _);
                break;
            case DeviceIdShape.UpperUuid:
                Ascii.ToUpperInPlace(id, out _);
                break;
        }
    }
}
