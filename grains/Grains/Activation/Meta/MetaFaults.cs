using System.Runtime.InteropServices;
using System.Text.Json;
using Krewe.Grains.Activation.Platforms;
using static Krewe.Grains.Activation.Platforms.DeliveryFault;

namespace Krewe.Grains.Activation.Meta;

/// <summary>Turns Meta's errors into faults, by code and subcode alone.</summary>
/// <remarks>
/// <para>The HTTP status says little: one error comes with 400, 403 or 429, and a gateway's 502
/// with a page of HTML. So what is no Graph answer at all is taken to pass by itself.</para>
/// <para>Source: Meta for Developers, "Handling errors" and the error tables of the Custom
/// Audience reference, read 2026-09-12.</para>
/// </remarks>
internal static class MetaFaults
{
    // Shorter than a hash in hex or any token, so that neither can pass for a trace.
    private const int TraceLengthMax = 32;

    /// <summary>How long a replacement may hold an audience closed to other changes.</summary>
    private static readonly TimeSpan ReplacementPoll = TimeSpan.FromMinutes(5);

    /// <summary>The error in a body, or null if it holds none that can be read.</summary>
    public static MetaError? Read(string? body)
    {
        try
        {
            return body is not (null or "")
                && JsonSerializer.Deserialize(body, MetaJson.Default.MetaFailure)
                    is { Error: { Code: > 0 } error }
                ? error
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="error">What Meta said.</param>
    /// <param name="isServerFault">Decides only where the code is not known.</param>
    /// <param name="waits">How long to wait where waiting helps.</param>
    public static DeliveryFault Classify(MetaError error, bool isServerFault, MetaWaits waits)
    {
        ArgumentNullException.ThrowIfNull(error);
        var tag = Tag(error);
        return (error.Code, error.Subcode) switch
        {
            (190 or 102 or 2500, _) => new Unauthorized($"the token is not accepted {tag}"),
            (200, 1870090) or (2655, _) => new Forbidden($"terms are not accepted {tag}"),
            (100, 1713230) => new Forbidden($"the audience is blocked for uploads {tag}"),
            (3 or 10 or 200 or 270 or 294, _) => new Forbidden($"a permission is missing {tag}"),
            (368, _) => new Forbidden($"blocked for a policy {tag}"),
            (2656, _) => new Forbidden($"lookalike audiences depend on this one {tag}"),
            (1487301 or 1487366, _) or (_, 1487301 or 1487366) or (100, 33) =>
                new NotFound($"the audience is gone or out of reach {tag}"),
            (4 or 17 or 32 or 341 or 613 or (>= 80000 and <= 80014), _) =>
                new Transient(waits.Throttled, $"a rate limit is reached {tag}"),
            (2650, 1870144) => new Rejected($"the audience is too large to replace {tag}"),
            (2650, _) => new Transient(ReplacementPoll, $"the audience is being replaced {tag}"),
            (1 or 2, _) => new Transient(waits.Transient, $"a passing failure {tag}"),
            (100 or 105, _) => new Rejected($"the request is refused {tag}"),
            _ when error.IsTransient is true || isServerFault =>
                new Transient(waits.Transient, $"a passing failure {tag}"),
            _ => new Rejected($"the request is refused {tag}"),
        };
    }

    /// <summary>
    /// Numbers and the trace id: enough to ask Meta about it. Nothing else of the error goes
    /// into a reason, because its texts may repeat what was sent.
    /// </summary>
    private static string Tag(MetaError error)
    {
        var subcode = error.Subcode is { } number ? $", subcode {number}" : "";
        var trace = IsTrace(error.TraceId) ? $", trace {error.TraceId}" : "";
        return $"(code {error.Code}{subcode}{trace})";
    }

    private static bool IsTrace(string? id) =>
        id is { Length: > 0 and <= TraceLengthMax }
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}

/// <summary>How long to wait, by what went wrong.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MetaWaits(TimeSpan Transient, TimeSpan Throttled);
