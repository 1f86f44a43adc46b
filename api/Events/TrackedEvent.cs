using Krewe.Contracts.Events;

namespace Krewe.Api.Events;

/// <summary>A tracking call as it was read: an event, or why it is none.</summary>
/// <param name="Type">The kind of call; empty: not said, or none that there is.</param>
/// <param name="MessageId">As sent, made fit to be shown.</param>
/// <param name="Event">Null: it was refused, as <paramref name="Verdict"/> says.</param>
/// <param name="Verdict">A code of <see cref="VerdictCodes"/>.</param>
/// <param name="Note">The cure, or what was passed over; nothing that stands for a person.</param>
internal sealed record TrackedEvent(
    string Type, string MessageId, IncomingEvent? Event, string Verdict, string? Note)
{
    public static TrackedEvent Refused(
        string verdict, string note, string type = "", string messageId = "") =>
        new(type, messageId, null, verdict, note);
}

/// <summary>What may become of an event.</summary>
internal static class VerdictCodes
{
    public const string Accepted = "ACCEPTED";
    public const string Repeated = "REPEATED";
    public const string Busy = "JOURNAL_FULL";
    public const string NoEventSource = "NO_EVENT_SOURCE";
    public const string NoIdentity = "NO_IDENTITY";
    public const string InvalidIdentity = "INVALID_IDENTITY";
    public const string PiiIdentifier = "PII_IDENTIFIER";
    public const string NoEventName = "NO_EVENT_NAME";
    public const string UnknownType = "UNKNOWN_TYPE";
    public const string BadMessage = "BAD_MESSAGE";
    public const string MessageTooLarge = "MESSAGE_TOO_LARGE";
    public const string TooManyEvents = "TOO_MANY_EVENTS";

    /// <summary>What an outcome is called.</summary>
    public static string Of(EventOutcome outcome) => outcome switch
    {
        EventOutcome.Accepted => Accepted,
        EventOutcome.Repeated => Repeated,
        _ => Busy,
    };
}
