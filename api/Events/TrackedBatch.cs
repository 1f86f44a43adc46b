using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Krewe.Api.Events;

/// <summary>Reads the body of a tracking call: one message, or several.</summary>
internal static class TrackedBatch
{
    /// <summary>Bytes of a batch, unpacked: RudderStack's limit. Segment's libraries keep to
    /// theirs, which is lower, by themselves.</summary>
    public const int BytesMax = 4 * 1024 * 1024;

    /// <summary>Messages of a batch: Segment's limit.</summary>
    public const int MessagesMax = 2_500;

    /// <summary>Whether a body is JSON at all, and an object with a batch if it has to have one.
    /// </summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Check(
        ReadOnlySpan<byte> body, string call, out TrackedEnvelope envelope)
    {
        envelope = default;
        if (!Utf8.IsValid(body))
        {
            return "The body is not UTF-8.";
        }

        try
        {
            var members = new JsonMembers(body);
            while (members.Next())
            {
                envelope = envelope.With(members, body);
            }

            members.Finish();
            return !members.IsObject ? "The body is not a JSON object."
                : call == TrackedCalls.Batch && body[envelope.Batch] is not [(byte)'[', ..]
                    ? "The body has no list `batch`."
                : call != TrackedCalls.Batch && body.Length > TrackedEventReader.MessageBytesMax
                    ? $"A message has at most {TrackedEventReader.MessageBytesMax} bytes."
                : null;
        }
        catch (JsonException)
        {
            return "The body is not JSON.";
        }
    }

    /// <summary>Reads a body that was checked.</summary>
    public static List<TrackedEvent> Read(
        ReadOnlySpan<byte> body,
        in TrackedEnvelope envelope,
        string call,
        TrackedEventReader reader)
    {
        if (call != TrackedCalls.Batch)
        {
            return [reader.Read(body, call, default, default)];
        }

        var events = new List<TrackedEvent>();
        var sentAt = body[envelope.SentAt];
        var context = body[envelope.Context];
        var items = new JsonItems(body[envelope.Batch]);
        var unread = 0;
        while (items.Next())
        {
            if (events.Count < MessagesMax)
            {
                events.Add(reader.Read(items.Value, "", sentAt, context));
            }
            else
            {
                unread++;
            }
        }

        if (unread > 0)
        {
            events.Add(TrackedEvent.Refused(VerdictCodes.TooManyEvents, string.Create(
                CultureInfo.InvariantCulture,
                $"The batch has {unread} messages more than the {MessagesMax} that may be: ")
                + "they were not taken in; send them by themselves."));
        }

        return events;
    }
}
