using System.Globalization;
using Krewe.Api.Graph;
using Krewe.Api.Segments;
using Krewe.Api.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;

namespace Krewe.Api.Activation;

/// <summary>What is mapped to what.</summary>
internal readonly record struct MappingKey(SegmentId Segment, DestinationId Destination)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Segment}/{Destination}");
}

/// <summary>What mapping segments makes of the definitions.</summary>
internal static class MappingEdits
{
    public static DefinitionEdit<MappingKey> Map(Definitions known, MapSegmentInput input)
    {
        var (segment, destination) = Find(known, input.SegmentId, input.DestinationId);
        var mapping = new SegmentMapping
        {
            Segment = segment.Key,
            Start = UtcDays.Of(input.StartsOn),
            End = UtcDays.Of(input.EndsOn),
        };
        var mappings = destination.Definition.Mappings;
        var place = mappings.PlaceOf(one => one.Segment == segment.Key);
        return Put(known, segment.Key, destination.Definition with
        {
            Mappings = place < 0 ? mappings.Add(mapping) : mappings.SetItem(place, mapping),
        });
    }

    public static DefinitionEdit<MappingKey> Unmap(Definitions known, UnmapSegmentInput input)
    {
        var (segment, destination) = Find(known, input.SegmentId, input.DestinationId);
        var mappings = destination.Definition.Mappings;
        var kept = mappings.RemoveAll(mapping => mapping.Segment == segment.Key);
        return kept.Length < mappings.Length
            ? Put(known, segment.Key, destination.Definition with { Mappings = kept })
            : throw new MistakeException<NotFoundError>(new NotFoundError(
                GlobalId.Of("Segment", input.SegmentId),
                $"Segment {segment.Key} \"{segment.Name}\" is not mapped to destination "
                + $"{destination.Key} \"{destination.Name}\"."));
    }

    private static DefinitionEdit<MappingKey> Put(
        Definitions known, SegmentId segment, DestinationDefinition destination)
    {
        var edit = DestinationEdits.Put(known, destination, new Mistakes());
        return new(new MappingKey(segment, destination.Id), edit.Next, edit.Faults);
    }

    private static (SegmentView Segment, DestinationView Destination) Find(
        Definitions known, string segmentId, string destinationId)
    {
        var mistakes = new Mistakes();
        var segment = known.FindSegment(segmentId);
        if (segment is null)
        {
            mistakes.Add("segment", Missing.Error("segment", "Segment", segmentId));
        }

        var destination = known.FindDestination(destinationId);
        if (destination is null)
        {
            mistakes.Add(
                "destination", Missing.Error("destination", "Destination", destinationId));
        }

        mistakes.ThrowIfAny();
        return (segment!, destination!);
    }
}
