using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Activation;

/// <summary>The form that <see cref="DestinationState"/> is kept in: JSON, because it is small, is
/// written seldom and is worth reading by eye.</summary>
/// <remarks>
/// Errors: <see cref="FormatException"/> on damage and on a version from the future. A member that
/// is not known is skipped, so that an older version can read it.
/// </remarks>
internal static class DestinationStateCodec
{
    private const int FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write(DestinationState state) =>
        JsonSerializer.SerializeToUtf8Bytes(
            StoredDestination.Of(state), DestinationJson.Default.StoredDestination);

    public static DestinationState Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var stored = JsonSerializer.Deserialize(
                bytes, DestinationJson.Default.StoredDestination);
            return stored is { Version: FormatVersion }
                ? stored.ToState()
                : throw new FormatException(
                    $"A stored destination has format {stored?.Version}; this version of the "
                    + $"product reads {FormatVersion}.");
        }
        catch (JsonException fault)
        {
            throw new FormatException("A stored destination is damaged.", fault);
        }
    }

    internal sealed record StoredDestination(
        int Version,
        StoredDefinition? Definition,
        AccountDefinition? Account,
        SortedDictionary<int, string> Audiences,
        string? PausedBecause,
        bool OwesWaking,
        int[] Lost,
        LeftAudience[]? Left = null)
    {
        public static StoredDestination Of(DestinationState state) => new(
            FormatVersion,
            state.Definition is { } definition ? StoredDefinition.Of(definition) : null,
            state.Account,
            new SortedDictionary<int, string>(
                state.Audiences.ToDictionary(pair => pair.Key.Value, pair => pair.Value)),
            state.PausedBecause,
            state.OwesWaking,
            [.. state.Lost.Select(segment => segment.Value).Order()],
            state.Left.IsEmpty ? null : [.. state.Left]);

        public DestinationState ToState() => new()
        {
            Definition = Definition?.ToDefinition(),
            Account = Account,
            Audiences = Audiences.ToImmutableDictionary(
                pair => new SegmentId(pair.Key), pair => pair.Value),
            PausedBecause = PausedBecause,
            OwesWaking = OwesWaking,
            Lost = [.. Lost.Select(segment => new SegmentId(segment))],
            Left = [.. Left ?? []],
        };
    }

    internal sealed record StoredDefinition(
        int Id,
        string Name,
        string? Description,
        string Account,
        int DataSource,
        int ExportLabels,
        StoredMapping[] Mappings)
    {
        public static StoredDefinition Of(DestinationDefinition definition) => new(
            definition.Id.Value,
            definition.Name,
            definition.Description,
            definition.Account,
            definition.DataSource.Value,
            (int)definition.ExportLabels,
            [.. definition.Mappings.Select(mapping => new StoredMapping(
                mapping.Segment.Value, mapping.Start, mapping.End))]);

        public DestinationDefinition ToDefinition() => new()
        {
            Id = new DestinationId(Id),
            Name = Name,
            Description = Description,
            Account = Account,
            DataSource = new DataSourceId(DataSource),
            ExportLabels = (ExportLabels)ExportLabels,
            Mappings = [.. Mappings.Select(mapping => new SegmentMapping
            {
                Segment = new SegmentId(mapping.Segment),
                Start = mapping.Start,
                End = mapping.End,
            })],
        };
    }

    internal sealed record StoredMapping(int Segment, DateOnly? Start, DateOnly? End);
}

[JsonSerializable(typeof(DestinationStateCodec.StoredDestination))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DestinationJson : JsonSerializerContext;
