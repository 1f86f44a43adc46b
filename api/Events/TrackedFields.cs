namespace Krewe.Api.Events;

/// <summary>What a tracking call says, each part as it is written in JSON; empty: it does not say
/// that.</summary>
/// <remarks>Of a name that comes twice the last counts, as in the libraries of browsers.</remarks>
internal ref struct TrackedFields
{
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> Event;
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> Category;
    public ReadOnlySpan<byte> UserId;
    public ReadOnlySpan<byte> AnonymousId;
    public ReadOnlySpan<byte> PreviousId;
    public ReadOnlySpan<byte> GroupId;
    public ReadOnlySpan<byte> MessageId;
    public ReadOnlySpan<byte> Timestamp;
    public ReadOnlySpan<byte> OriginalTimestamp;
    public ReadOnlySpan<byte> SentAt;
    public ReadOnlySpan<byte> Properties;
    public ReadOnlySpan<byte> Traits;
    public ReadOnlySpan<byte> Context;

    public static bool TryRead(ReadOnlySpan<byte> json, out TrackedFields fields)
    {
        fields = default;
        var members = new JsonMembers(json);
        while (members.Next())
        {
            fields.Set(members.Name, members.Value);
        }

        return members.IsObject;
    }

    private void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8): Type = value; break;
            case 4 when name.SequenceEqual("name"u8): Name = value; break;
            case 5 when name.SequenceEqual("event"u8): Event = value; break;
            case 6 when name.SequenceEqual("userId"u8): UserId = value; break;
            case 6 when name.SequenceEqual("traits"u8): Traits = value; break;
            case 6 when name.SequenceEqual("sentAt"u8): SentAt = value; break;
            case 7 when name.SequenceEqual("context"u8): Context = value; break;
            case 7 when name.SequenceEqual("groupId"u8): GroupId = value; break;
            case 8 when name.SequenceEqual("category"u8): Category = value; break;
            case 9 when name.SequenceEqual("messageId"u8): MessageId = value; break;
            case 9 when name.SequenceEqual("timestamp"u8): Timestamp = value; break;
            case 10 when name.SequenceEqual("previousId"u8): PreviousId = value; break;
            case 10 when name.SequenceEqual("properties"u8): Properties = value; break;
            case 11 when name.SequenceEqual("anonymousId"u8): AnonymousId = value; break;
            case 17 when name.SequenceEqual("originalTimestamp"u8):
                OriginalTimestamp = value;
                break;
        }
    }
}
