using Krewe.Domain.Codecs;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>The binary form of a <see cref="Qualification"/>, in states and on streams.</summary>
public static class QualificationCodec
{
    /// <summary>Writes one.</summary>
    public static void Write(StateWriter writer, Qualification qualification)
    {
        writer.Count(qualification.Destination.Value);
        writer.Count(qualification.Segment.Value);
        writer.Fixed(qualification.Member);
        writer.Identity(qualification.Identifier);
        writer.Bool(qualification.Joined);
        writer.Signed(qualification.Version);
        writer.Signed(qualification.At);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">The bytes are damaged.</exception>
    public static Qualification Read(ref StateReader reader) => new(
        new DestinationId(reader.Int()),
        new SegmentId(reader.Int()),
        reader.Fixed(),
        reader.Identity(),
        reader.Bool(),
        reader.Signed(),
        reader.Signed());
}
