using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>A part of a segment's rule.</summary>
/// <remarks>
/// <para>Shape: <see cref="AllOf"/> never holds an AllOf, nor <see cref="AnyOf"/> an AnyOf, nor
/// <see cref="NotNode"/> a NotNode; groups hold two parts or more. <paramref name="Offset"/> is
/// where the part was written.</para>
/// </remarks>
internal abstract record SegmentNode(int Offset)
{
    /// <summary>Writes the part in its canonical form.</summary>
    public abstract void Write(StringBuilder text);

    /// <summary>Whether a profile without any trait meets it.</summary>
    public abstract bool HoldsForNobody { get; }

    /// <summary>The parts it is made of.</summary>
    public virtual ImmutableArray<SegmentNode> Parts => [];

    /// <summary>Writes the part so that it can stand beside AND, OR or NOT.</summary>
    protected static void WriteNested(SegmentNode part, StringBuilder text)
    {
        if (part is AllOf or AnyOf)
        {
            text.Append('(');
            part.Write(text);
            text.Append(')');
            return;
        }

        part.Write(text);
    }

    protected static void WriteJoined(
        ImmutableArray<SegmentNode> parts, string between, StringBuilder text)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append(i == 0 ? string.Empty : between);
            WriteNested(parts[i], text);
        }
    }
}

/// <summary>The trait is held.</summary>
internal sealed record HasTrait(TraitId Trait, int Offset) : SegmentNode(Offset)
{
    public override bool HoldsForNobody => false;

    public override void Write(StringBuilder text) =>
        text.Append(CultureInfo.InvariantCulture, $"{Trait}T");
}

/// <summary>At least one of the traits is held: what a folder comes to.</summary>
/// <remarks><para>Shape: the traits ascend, each once; there may be none.</para></remarks>
internal sealed record HasOneOf(ImmutableArray<TraitId> Traits, int Offset) : SegmentNode(Offset)
{
    public override bool HoldsForNobody => false;

    public override void Write(StringBuilder text) =>
        text.Append('(').AppendJoin(" OR ", Traits.Select(trait => $"{trait}T")).Append(')');
}

/// <summary>How often any of the traits was realized, perhaps within a window.</summary>
/// <remarks><para>Shape: the traits ascend, each once; their counts are summed.</para></remarks>
internal sealed record FrequencyOf(
    ImmutableArray<TraitId> Traits,
    RecencyWindow Window,
    CountComparison Comparison,
    int Count,
    int Offset) : SegmentNode(Offset)
{
    /// <summary>Traits of folders, ascending, that add one at most however often they were
    /// realized; none of them is among <see cref="Traits"/>.</summary>
    public ImmutableArray<TraitId> Once { get; init; } = [];

    public override bool HoldsForNobody => Comparison.Holds(0, Count);

    public override void Write(StringBuilder text)
    {
        text.Append("FREQUENCY([");
        for (var i = 0; i < Traits.Length; i++)
        {
            text.Append(i == 0 ? string.Empty : ",")
                .Append(CultureInfo.InvariantCulture, $"{Traits[i]}T");
        }

        text.Append(']').Append(Window).Append(") ").Append(Comparison.Sign())
            .Append(CultureInfo.InvariantCulture, $" {Count}");
    }
}

/// <summary>Every part holds.</summary>
internal sealed record AllOf(ImmutableArray<SegmentNode> Members, int Offset) : SegmentNode(Offset)
{
    public override bool HoldsForNobody => Members.All(member => member.HoldsForNobody);

    public override ImmutableArray<SegmentNode> Parts => Members;

    public override void Write(StringBuilder text) => WriteJoined(Members, " AND ", text);
}

/// <summary>At least one part holds.</summary>
internal sealed record AnyOf(ImmutableArray<SegmentNode> Members, int Offset) : SegmentNode(Offset)
{
    public override bool HoldsForNobody => Members.Any(member => member.HoldsForNobody);

    public override ImmutableArray<SegmentNode> Parts => Members;

    public override void Write(StringBuilder text) => WriteJoined(Members, " OR ", text);
}

/// <summary>The part does not hold.</summary>
internal sealed record NotNode(SegmentNode Inner, int Offset) : SegmentNode(Offset)
{
    public override bool HoldsForNobody => !Inner.HoldsForNobody;

    public override ImmutableArray<SegmentNode> Parts => [Inner];

    public override void Write(StringBuilder text)
    {
        text.Append("NOT ");
        WriteNested(Inner, text);
    }
}
