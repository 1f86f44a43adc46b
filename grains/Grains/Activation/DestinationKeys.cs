using System.Globalization;
using Krewe.Domain.Activation;

namespace Krewe.Grains.Activation;

/// <summary>Takes the keys of destinations and their shards apart.</summary>
internal static class DestinationKeys
{
    /// <summary>The destination in <c>workspace/destination</c> or
    /// <c>workspace/destination/shard</c>.</summary>
    public static DestinationId DestinationOf(string key)
    {
        var parts = key.Split('/');
        return parts.Length is 2 or 3
            && int.TryParse(
                parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DestinationId(number)
            : throw new FormatException(
                "A destination key has the form workspace/destination, a shard key one more part.");
    }
}
