using System.Collections.Immutable;
using System.Text;

namespace Krewe.Domain.Traits;

/// <summary>A part of a trait's rule.</summary>
/// <remarks>
/// <para>Shape: <see cref="AllSignals"/> never holds an AllSignals, nor <see cref="AnySignal"/>
/// an AnySignal, nor <see cref="NoSignal"/> a NoSignal; groups hold two parts or more.</para>
/// </remarks>
internal abstract record SignalNode(int Offset)
{
    /// <summary>The parts it is made of.</summary>
    public virtual ImmutableArray<SignalNode> Parts => [];

    /// <summary>Whether a line without any signal meets it.</summary>
    public abstract bool HoldsForNothing { get; }

    /// <summary>Whether the signals of a line meet it.</summary>
    public abstract bool Holds(scoped in SignalLine line);

    /// <summary>Writes the part in its canonical form.</summary>
    public abstract void Write(StringBuilder text);

    protected static void WriteNested(SignalNode part, StringBuilder text)
    {
        if (part is AllSignals or AnySignal)
        {
            text.Append('(');
            part.Write(text);
            text.Append(')');
            return;
        }

        part.Write(text);
    }

    protected static void WriteJoined(
        ImmutableArray<SignalNode> parts, string between, StringBuilder text)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append(i == 0 ? string.Empty : between);
            WriteNested(parts[i], text);
        }
    }
}

/// <summary>Some signal of the key has a value that meets the comparison.</summary>
internal sealed record SomeSignal(SignalTest Test, int Offset) : SignalNode(Offset)
{
    public override bool HoldsForNothing => false;

    public override bool Holds(scoped in SignalLine line)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (line.FoldedKey(i).SequenceEqual(Test.FoldedKey)
                && Test.Holds(
                    line.Value(i), line.FoldedValue(i), SignalText.NumberOf(line.Value(i))))
            {
                return true;
            }
        }

        return false;
    }

    public override void Write(StringBuilder text) => text.Append(Test);
}

/// <summary>Every part holds.</summary>
internal sealed record AllSignals(ImmutableArray<SignalNode> Members, int Offset)
    : SignalNode(Offset)
{
    public override ImmutableArray<SignalNode> Parts => Members;

    public override bool HoldsForNothing => Members.All(member => member.HoldsForNothing);

    public override bool Holds(scoped in SignalLine line)
    {
        foreach (var member in Members)
        {
            if (!member.Holds(line))
            {
                return false;
            }
        }

        return true;
    }

    public override void Write(StringBuilder text) => WriteJoined(Members, " AND ", text);
}

/// <summary>At least one part holds.</summary>
internal sealed record AnySignal(ImmutableArray<SignalNode> Members, int Offset)
    : SignalNode(Offset)
{
    public override ImmutableArray<SignalNode> Parts => Members;

    public override bool HoldsForNothing => Members.Any(member => member.HoldsForNothing);

    public override bool Holds(scoped in SignalLine line)
    {
        foreach (var member in Members)
        {
            if (member.Holds(line))
            {
                return true;
            }
        }

        return false;
    }

    public override void Write(StringBuilder text) => WriteJoined(Members, " OR ", text);
}

/// <summary>The part does not hold.</summary>
internal sealed record NoSignal(SignalNode Inner, int Offset) : SignalNode(Offset)
{
    public override ImmutableArray<SignalNode> Parts => [Inner];

    public override bool HoldsForNothing => !Inner.HoldsForNothing;

    public override bool Holds(scoped in SignalLine line) => !Inner.Holds(line);

    public override void Write(StringBuilder text)
    {
        text.Append("NOT ");
        WriteNested(Inner, text);
    }
}
