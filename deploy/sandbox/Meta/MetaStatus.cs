using System.Text.Json.Nodes;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>What an audience says of itself: sizes, late and rounded, and its two states.</summary>
internal static class MetaStatus
{
    private const int DeliverableMin = 100;
    private const int ShownMin = 1_000;
    private const int Unknown = -1;

    /// <summary>Two digits are told; a small audience says 1,000, an unsettled one -1.</summary>
    public static (long Lower, long Upper) Bounds(Audience audience, DateTimeOffset now)
    {
        if (audience.History.Settled(now) is not { } count)
        {
            return (Unknown, Unknown);
        }

        if (count < ShownMin)
        {
            return (ShownMin, ShownMin);
        }

        var step = 10L;
        while (count / step >= 100)
        {
            step *= 10;
        }

        return (count / step * step, ((count / step) + 1) * step);
    }

    public static JsonObject Delivery(Audience audience, DateTimeOffset now) =>
        audience.History.Settled(now) >= DeliverableMin
            ? Status(200, "This audience is ready for use.")
            : Status(300, "Audience size is too small to run ads with this audience.");

    public static JsonObject Operation(Audience audience, DateTimeOffset now) => audience switch
    {
        { Replace: not null } => Status(414, "Replacing the audience's people is in progress."),
        { Received: 0 } => Status(410, "No people have been uploaded."),
        _ when audience.Invalid * 2 > audience.Received =>
            Status(412, "Many of the uploaded entries are invalid."),
        _ when audience.History.IsPending(now) => Status(441, "The audience is being populated."),
        _ => Status(200, "Normal"),
    };

    private static JsonObject Status(int code, string description) =>
        new() { ["code"] = code, ["description"] = description };
}
