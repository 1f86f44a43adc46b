using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Activation.Meta;

/// <summary>An answer, which is an error whenever it holds one, whatever its status says.</summary>
internal abstract record MetaAnswer
{
    public MetaError? Error { get; init; }
}

/// <summary>What went wrong. The texts that come with it are left unread on purpose.</summary>
internal sealed record MetaError(
    int Code,
    [property: JsonPropertyName("error_subcode")] int? Subcode,
    bool? IsTransient,
    [property: JsonPropertyName("fbtrace_id")] string? TraceId);

/// <summary>The body of a refused call.</summary>
internal sealed record MetaFailure : MetaAnswer;

internal sealed record MetaPage<T> : MetaAnswer
{
    public ImmutableArray<T>? Data { get; init; }

    public MetaPaging? Paging { get; init; }

    /// <summary>
    /// The cursor of the page after this one, or null. The address that comes with it is not
    /// followed: it could lead the token elsewhere.
    /// </summary>
    [JsonIgnore]
    public string? After => Paging?.Next is null ? null : Paging.Cursors?.After;
}

internal sealed record MetaPaging(MetaCursors? Cursors, string? Next);

internal sealed record MetaCursors(string? After);

internal sealed record MetaAdAccount(string? Id, string? Name);

internal sealed record MetaAudience(string? Id, string? Name, string? Description);

internal sealed record MetaNewAudience(
    string Name, string Subtype, string Description, string CustomerFileSource);

internal sealed record MetaCreated : MetaAnswer
{
    public string? Id { get; init; }
}

internal sealed record MetaDeleted : MetaAnswer
{
    public bool? Success { get; init; }
}

/// <summary>Members to add or take out: one column, so one value a row.</summary>
internal sealed record MetaUsers(MetaSession Session, MetaPayload Payload);

internal sealed record MetaSession(
    long SessionId,
    [property: JsonPropertyName("batch_seq")] int Sequence,
    [property: JsonPropertyName("last_batch_flag")] bool IsLast,
    [property: JsonPropertyName("estimated_num_total")] long? EstimatedTotal);

internal sealed record MetaPayload(string Schema, ImmutableArray<Sha256Digest> Data);

internal sealed record MetaUsersReceipt : MetaAnswer
{
    public long? NumReceived { get; init; }

    public long? NumInvalidEntries { get; init; }

    /// <summary>Nothing, a map or an array; holds people's data, so only counted.</summary>
    public JsonElement InvalidEntrySamples { get; init; }
}

/// <summary>How the messages are written and read: snake case, numbers also as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(HexConverter)])]
[JsonSerializable(typeof(MetaFailure))]
[JsonSerializable(typeof(MetaPage<MetaAdAccount>))]
[JsonSerializable(typeof(MetaPage<MetaAudience>))]
[JsonSerializable(typeof(MetaNewAudience))]
[JsonSerializable(typeof(MetaCreated))]
[JsonSerializable(typeof(MetaDeleted))]
[JsonSerializable(typeof(MetaUsers))]
[JsonSerializable(typeof(MetaUsersReceipt))]
internal sealed partial class MetaJson : JsonSerializerContext;

/// <summary>Writes a hash as hex straight into the buffer: no string for each member.</summary>
internal sealed class HexConverter : JsonConverter<Sha256Digest>
{
    public override Sha256Digest Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        !reader.HasValueSequence && Sha256Digest.TryParse(reader.ValueSpan, out var hash)
            ? hash
            : throw new JsonException("Not 64 hex digits in lower case.");

    public override void Write(
        Utf8JsonWriter writer, Sha256Digest value, JsonSerializerOptions options)
    {
        Span<byte> hex = stackalloc byte[Sha256Digest.HexLength];
        value.WriteHex(hex);
        writer.WriteStringValue(hex);
    }
}
