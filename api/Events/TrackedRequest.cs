using System.Text;
using Krewe.Domain.Traits;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Events;

/// <summary>What a request says of all of its messages.</summary>
/// <param name="Received">When it came.</param>
/// <param name="UserAgent">The header; empty: none.</param>
/// <param name="Referer">The header; empty: none.</param>
/// <param name="AcceptLanguage">The header; empty: none.</param>
internal sealed record TrackedRequest(
    DateTimeOffset Received, byte[] UserAgent, byte[] Referer, byte[] AcceptLanguage)
{
    private const int HeaderLengthMax = 2_048;

    public static TrackedRequest Of(HttpRequest request, DateTimeOffset received) => new(
        received,
        Bytes(request.Headers.UserAgent.ToString()),
        Bytes(request.Headers.Referer.ToString()),
        Bytes(request.Headers.AcceptLanguage.ToString()));

    /// <summary>Adds the headers as signals.</summary>
    /// <param name="signals">Where to.</param>
    /// <param name="hasUserAgent">The message names that of the person itself: the header may be
    /// that of a library on a server.</param>
    public void AddTo(SignalBuffer signals, bool hasUserAgent)
    {
        if (!hasUserAgent)
        {
            Add(signals, "h_user-agent"u8, UserAgent);
        }

        Add(signals, "h_referer"u8, Referer);
        Add(signals, "h_accept-language"u8, AcceptLanguage);
    }

    private static void Add(SignalBuffer signals, ReadOnlySpan<byte> key, byte[] value)
    {
        if (value.Length > 0)
        {
            signals.Add(key, value);
        }
    }

    private static byte[] Bytes(string header) =>
        Encoding.UTF8.GetBytes(
            header.Length <= HeaderLengthMax ? header : header[..HeaderLengthMax]);
}

/// <summary>The kinds of tracking calls, and the paths they come by.</summary>
internal static class TrackedCalls
{
    public const string Identify = "identify";
    public const string Track = "track";
    public const string Page = "page";
    public const string Screen = "screen";
    public const string Group = "group";
    public const string Alias = "alias";

    /// <summary>Bytes of the longest name of a kind.</summary>
    public const int NameBytesMax = 8;

    /// <summary>Several messages, each with its kind.</summary>
    public const string Batch = "batch";

    /// <summary>The last step of all paths.</summary>
    public const string Paths =
        "identify|track|page|screen|group|alias|batch|import|i|t|p|s|g|a|b";

    private static readonly string[] Names = [Identify, Track, Page, Screen, Group, Alias];

    public static string Listed { get; } = string.Join(", ", Names);

    /// <summary>The kind of a path.</summary>
    public static string OfPath(string path) => path switch
    {
        "b" or "import" or Batch => Batch,
        "i" => Identify,
        "t" => Track,
        "p" => Page,
        "s" => Screen,
        "g" => Group,
        "a" => Alias,
        _ => path,
    };

    /// <summary>The kind that a message says it is; null: none that there is.</summary>
    public static string? Find(ReadOnlySpan<byte> name)
    {
        foreach (var known in Names)
        {
            if (Ascii.Equals(name, known))
            {
                return known;
            }
        }

        return null;
    }
}
