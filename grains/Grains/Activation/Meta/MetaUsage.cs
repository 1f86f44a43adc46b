using System.Net.Http.Headers;
using System.Text.Json;

namespace Krewe.Grains.Activation.Meta;

/// <summary>Reads how much of a rate limit is used up, from an answer's headers.</summary>
/// <remarks>
/// <para>Shape: three headers with JSON in them, each of which may be missing or broken. A
/// header that cannot be read says nothing.</para>
/// <para>Units: usage in percent, 100 meaning used up; the business header's time in minutes,
/// the ad account header's in seconds.</para>
/// <para>Source: Meta for Developers, "Rate limits", read 2026-09-12.</para>
/// </remarks>
internal static class MetaUsage
{
    private const string Business = "X-Business-Use-Case-Usage";
    private const string Account = "X-Ad-Account-Usage";
    private const string App = "X-App-Usage";
    private const double FullPercent = 100;

    // No limit that Meta describes lasts longer than a day: more is a broken header.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    /// <summary>How long to stay away; null if no limit is reached.</summary>
    /// <param name="headers">The answer's; null if there was none.</param>
    /// <param name="unsaid">The wait where a limit is reached and no time is given.</param>
    public static TimeSpan? WaitOf(HttpResponseHeaders? headers, TimeSpan unsaid)
    {
        if (headers is null)
        {
            return null;
        }

        TimeSpan?[] waits =
        [
            Read(headers, Business, root => OfBusiness(root, unsaid)),
            Read(headers, Account, root => OfAccount(root, unsaid)),
            Read(headers, App, root => IsFull(root) ? unsaid : null),
        ];
        return waits.Max() is { } longest && longest > WaitMax ? WaitMax : waits.Max();
    }

    private static TimeSpan? Read(
        HttpResponseHeaders headers, string name, Func<JsonElement, TimeSpan?> read)
    {
        if (!headers.TryGetValues(name, out var values))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(string.Join(',', values));
            return json.RootElement.ValueKind is JsonValueKind.Object
                ? read(json.RootElement)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>{"business id": [{"type": …, "call_count": …, …}, …], …}</summary>
    private static TimeSpan? OfBusiness(JsonElement root, TimeSpan unsaid) =>
        root.EnumerateObject()
            .Where(business => business.Value.ValueKind is JsonValueKind.Array)
            .SelectMany(business => business.Value.EnumerateArray())
            .Where(bucket => bucket.ValueKind is JsonValueKind.Object && IsOurs(bucket))
            .Max(bucket => OfBucket(bucket, unsaid));

    /// <summary>Other products have buckets of their own, which do not concern us.</summary>
    private static bool IsOurs(JsonElement bucket) =>
        !bucket.TryGetProperty("type", out var type)
        || (type.ValueKind is JsonValueKind.String
            && (type.ValueEquals("custom_audience") || type.ValueEquals("ads_management")));

    private static TimeSpan? OfBucket(JsonElement bucket, TimeSpan unsaid) =>
        Number(bucket, "estimated_time_to_regain_access") is > 0 and var minutes
            ? Wait(minutes, TimeSpan.FromMinutes(1))
            : IsFull(bucket) ? unsaid : null;

    private static TimeSpan? OfAccount(JsonElement root, TimeSpan unsaid)
    {
        if (Number(root, "acc_id_util_pct") < FullPercent)
        {
            return null;
        }

        return Number(root, "reset_time_duration") is > 0 and var seconds
            ? Wait(seconds, TimeSpan.FromSeconds(1))
            : unsaid;
    }

    private static bool IsFull(JsonElement usage) =>
        Number(usage, "call_count") >= FullPercent
        || Number(usage, "total_cputime") >= FullPercent
        || Number(usage, "total_time") >= FullPercent;

    private static TimeSpan Wait(double count, TimeSpan unit) =>
        count >= WaitMax / unit ? WaitMax : count * unit;

    private static double Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.Number
            && value.TryGetDouble(out var number)
            ? number
            : 0;
}
