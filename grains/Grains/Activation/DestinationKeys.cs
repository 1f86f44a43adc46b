using System.Globalization;
using Krewe.Contracts.Activation;
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

/// <summary>Adds up what shards report.</summary>
internal static class ShardTotals
{
    public static ShardStatus Add(ShardStatus left, ShardStatus right) => new()
    {
        Added = left.Added + right.Added,
        Removed = left.Removed + right.Removed,
        Rejected = left.Rejected + right.Rejected,
        LastRejection = right.LastRejection ?? left.LastRejection,
        Waiting = left.Waiting + right.Waiting,
        Retries = left.Retries + right.Retries,
    };
}
