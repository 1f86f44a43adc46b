using System.Text;

namespace Krewe.Api.Events;

/// <summary>Where the parts stand that the body of a tracking call has for all of its messages;
/// empty: it does not have that.</summary>
/// <remarks>Found once, while the body is checked: a long batch is not walked for each of them. Of
/// a name that comes twice the last counts.</remarks>
internal readonly record struct TrackedEnvelope(
    Range Batch, Range SentAt, Range Context, Range WriteKey)
{
    public TrackedEnvelope With(in JsonMembers member, ReadOnlySpan<byte> body) =>
        member.Name.Length switch
        {
            5 when member.Name.SequenceEqual("batch"u8) =>
                this with { Batch = Place(member.Value, body) },
            6 when member.Name.SequenceEqual("sentAt"u8) =>
                this with { SentAt = Place(member.Value, body) },
            7 when member.Name.SequenceEqual("context"u8) =>
                this with { Context = Place(member.Value, body) },
            8 when member.Name.SequenceEqual("writeKey"u8) =>
                this with { WriteKey = Place(member.Value, body) },
            _ => this,
        };

    /// <summary>The key that a body holds, for callers that send it nowhere else; null: none.
    /// </summary>
    public string? KeyIn(ReadOnlySpan<byte> body)
    {
        var key = body[WriteKey];
        return key.IsEmpty ? null : Encoding.UTF8.GetString(JsonParts.Text(key));
    }

    private static Range Place(ReadOnlySpan<byte> part, ReadOnlySpan<byte> body) =>
        body.Overlaps(part, out var start) ? start..(start + part.Length) : default;
}
