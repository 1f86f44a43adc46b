using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Traits;

namespace Krewe.Api.Events;

/// <summary>Reads the messages of one request, each into an event or into why it is none.</summary>
internal sealed partial class TrackedEventReader(
    EventDirectory directory, EventSource source, TrackedRequest request)
{
    private const int TimeBytesMax = 64;

    /// <summary>Bytes of one message.</summary>
    public const int MessageBytesMax = 32 * 1024;

    // Messages of other doors have other numbers, whatever they are called.
    private const ulong Door = 0x7472_6163_6B65_6421;

    private readonly IdentityList _who = new();
    private readonly SignalBuffer _signals = new();
    private readonly ulong _place = StableHash.Mix(Door, StableHash.Of(source.Name));

    private ulong _unnamed;

    /// <summary>Reads a message.</summary>
    /// <param name="json">One complete value, known to be well formed and UTF-8.</param>
    /// <param name="type">The kind of call; empty: the message says it.</param>
    /// <param name="sentAt">When the whole batch was sent, as it is written; empty: not said.
    /// </param>
    /// <param name="context">That of the whole batch, as it is written; empty: none.</param>
    public TrackedEvent Read(
        ReadOnlySpan<byte> json,
        string type,
        ReadOnlySpan<byte> sentAt,
        ReadOnlySpan<byte> context)
    {
        if (!TrackedFields.TryRead(json, out var fields))
        {
            return TrackedEvent.Refused(
                VerdictCodes.BadMessage, "The item of the batch is not an object.");
        }

        var messageId = PersonalData.Excerpt(
            Encoding.UTF8.GetString(JsonParts.Text(fields.MessageId)));
        var said = type.Length > 0
            ? type
            : TrackedCalls.Find(JsonParts.Text(fields.Type));
        if (said is null)
        {
            return TrackedEvent.Refused(
                VerdictCodes.UnknownType,
                $"The message has no type, or none of {TrackedCalls.Listed}: write one.",
                messageId: messageId);
        }

        var fault = Check(json, said, fields);
        if (fault is { } found)
        {
            return TrackedEvent.Refused(found.Code, found.Note, said, messageId);
        }

        return Read(json, said, fields, new Batch(sentAt, context), messageId);
    }

    private static (string Code, string Note)? Check(
        ReadOnlySpan<byte> json, string type, in TrackedFields fields)
    {
        if (json.Length > MessageBytesMax)
        {
            return (VerdictCodes.MessageTooLarge, string.Create(
                CultureInfo.InvariantCulture,
                $"The message has {json.Length} bytes; at most {MessageBytesMax} may be."));
        }

        return type == TrackedCalls.Track && JsonParts.Text(fields.Event).IsEmpty
            ? (VerdictCodes.NoEventName, "A track call needs `event`, the name of what happened.")
            : null;
    }

    private TrackedEvent Read(
        ReadOnlySpan<byte> json,
        string type,
        in TrackedFields fields,
        Batch batch,
        string messageId)
    {
        var who = _who;
        who.Clear();
        var found = TrackedContext.Read(fields.Context, batch.Context);
        Identify(type, fields, found, who);
        if (who.HasRawEmail)
        {
            return TrackedEvent.Refused(
                VerdictCodes.PiiIdentifier,
                "An id is an e-mail address in the clear: send its SHA-256 or another id.",
                type,
                messageId);
        }

        if (who.Count == 0)
        {
            return TrackedEvent.Refused(
                who.Fault is null ? VerdictCodes.NoIdentity : VerdictCodes.InvalidIdentity,
                who.Fault ?? "The message names nobody: send userId or anonymousId.",
                type,
                messageId);
        }

        var (time, note) = TimeOf(fields, batch);
        var happened = new IncomingEvent
        {
            Id = IdOf(json, fields),
            At = time,
            Identities = who.ToArray(),
            Signals = SignalsOf(type, fields, found),
        };
        return new TrackedEvent(
            type, messageId, happened, VerdictCodes.Accepted, note ?? who.Fault);
    }

    // A message without an id is told from others by what it says, when it came, and where it
    // stands in its request.
    private ulong IdOf(ReadOnlySpan<byte> json, in TrackedFields fields)
    {
        var id = JsonParts.Text(fields.MessageId);
        if (!id.IsEmpty)
        {
            return StableHash.Mix(_place, StableHash.Of(id));
        }

        _unnamed++;
        var came = StableHash.Mix((ulong)request.Received.UtcTicks, _unnamed);
        return StableHash.Mix(StableHash.Mix(_place, StableHash.Of(json)), came);
    }

    private (DateTimeOffset At, string? Note) TimeOf(in TrackedFields fields, Batch batch)
    {
        var given = fields.OriginalTimestamp.IsEmpty ? fields.Timestamp : fields.OriginalTimestamp;
        if (JsonParts.Text(given).IsEmpty)
        {
            return (request.Received, null);
        }

        var sent = TimeOf(fields.SentAt) ?? TimeOf(batch.SentAt);
        var time = TimeOf(given) is { } happened
            ? EventTime.Of(request.Received, sent, happened)
            : default;
        return time.IsKnown
            ? (time.At, null)
            : (request.Received, "The timestamp is no time, or is more than three years ago: the "
                + "event counts as happening when it came.");
    }

    // Libraries write round-trip times of UTC; whoever writes others gets by as well.
    private static DateTimeOffset? TimeOf(ReadOnlySpan<byte> json)
    {
        var text = JsonParts.Text(json);
        if (text is [.., (byte)'Z']
            && Utf8Parser.TryParse(text, out DateTimeOffset time, out var length, 'O')
            && length == text.Length)
        {
            return time;
        }

        return text.Length is > 0 and <= TimeBytesMax
            && DateTimeOffset.TryParse(
                Encoding.UTF8.GetString(text),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out time)
            ? time
            : null;
    }

    private SignalBuffer SignalsOf(
        string type, in TrackedFields fields, in TrackedContext context)
    {
        var signals = _signals;
        signals.Clear();
        Span<byte> name = stackalloc byte[TrackedCalls.NameBytesMax];
        signals.Add("type"u8, name[..Encoding.UTF8.GetBytes(type, name)]);
        if (type == TrackedCalls.Track)
        {
            Add(signals, "event"u8, JsonParts.Text(fields.Event));
        }

        if (type is TrackedCalls.Page or TrackedCalls.Screen)
        {
            Add(signals, "name"u8, JsonParts.Text(fields.Name));
            Add(signals, "category"u8, JsonParts.Text(fields.Category));
        }

        Add(signals, "groupId"u8, JsonParts.Text(fields.GroupId));
        JsonSignals.Add(OfObject(fields.Properties), [], signals);
        JsonSignals.Add(OfObject(fields.Traits), [], signals, except: "email"u8);
        context.AddTo(signals);
        request.AddTo(signals, hasUserAgent: !context.UserAgent.IsEmpty);
        return signals.Copy();
    }

    private static ReadOnlySpan<byte> OfObject(ReadOnlySpan<byte> json) =>
        json is [(byte)'{', ..] ? json : "{}"u8;

    private static void Add(
        SignalBuffer signals, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            signals.Add(key, value);
        }
    }

    private readonly ref struct Batch(ReadOnlySpan<byte> sentAt, ReadOnlySpan<byte> context)
    {
        public ReadOnlySpan<byte> SentAt { get; } = sentAt;

        public ReadOnlySpan<byte> Context { get; } = context;
    }
}
