using System.Globalization;
using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>A whole number, kept as its digits: its size is the type's affair.</summary>
public sealed class IntValueNode(Location? location, string value)
    : SyntaxNode(location), IValueNode
{
    public IntValueNode(int value)
        : this(null, value.ToString(CultureInfo.InvariantCulture))
    {
    }

    public IntValueNode(long value)
        : this(null, value.ToString(CultureInfo.InvariantCulture))
    {
    }

    public override SyntaxKind Kind => SyntaxKind.IntValue;

    public string Value { get; } = value;

    object IValueNode.Value => Value;

    internal override string Text => Value;
}

/// <summary>A number with a fraction or an exponent, kept as it was written.</summary>
public sealed class FloatValueNode(Location? location, string value)
    : SyntaxNode(location), IValueNode
{
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    public string Value { get; } = value;

    object IValueNode.Value => Value;

    internal override string Text => Value;
}

/// <summary>A string: its escapes are resolved, its block indentation is taken off.</summary>
public sealed class StringValueNode(Location? location, string value, bool block)
    : SyntaxNode(location), IValueNode
{
    public StringValueNode(string value)
        : this(null, value, block: false)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.StringValue;

    public string Value { get; } = value;

    /// <summary>Whether it was, and is to be, written between triple quotes.</summary>
    public bool Block { get; } = block;

    object IValueNode.Value => Value;

    internal override string Text => Value;
}

public sealed class BooleanValueNode(Location? location, bool value)
    : SyntaxNode(location), IValueNode
{
    public BooleanValueNode(bool value)
        : this(null, value)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    public bool Value { get; } = value;

    object IValueNode.Value => Value;

    internal override string Text => Value ? "true" : "false";
}

public sealed class NullValueNode(Location? location) : SyntaxNode(location), IValueNode
{
    public static NullValueNode Default { get; } = new(null);

    public override SyntaxKind Kind => SyntaxKind.NullValue;

    public object? Value => null;

    internal override string Text => "null";
}

/// <summary>A name that stands for a value of an enum.</summary>
public sealed class EnumValueNode(Location? location, string value)
    : SyntaxNode(location), IValueNode
{
    public EnumValueNode(string value)
        : this(null, value)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    public string Value { get; } = value;

    object IValueNode.Value => Value;

    internal override string Text => Value;
}
