using Krewe.Domain.Traits;

namespace Krewe.Domain.Onboarding;

/// <summary>What an item of a line asks for.</summary>
public enum TraitItemKind : byte
{
    /// <summary>Grant a trait by its number (<c>d_sid</c>).</summary>
    AddTrait = 0,

    /// <summary>Take a trait away by its number (<c>d_unsid</c>, <c>:0</c>, <c>:-1</c>).</summary>
    RemoveTrait = 1,

    /// <summary>Grant every trait whose rule the pair meets.</summary>
    Signal = 2,
}

/// <summary>One item of a line of a trait file.</summary>
/// <remarks><para>Shape: key and value point into the line, without their quotes, and are not
/// empty; they are empty where <see cref="Kind"/> names a trait.</para></remarks>
public readonly ref struct TraitItem
{
    private TraitItem(
        TraitItemKind kind, TraitId trait, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Kind = kind;
        Trait = trait;
        Key = key;
        Value = value;
    }

    /// <summary>What the item asks for.</summary>
    public TraitItemKind Kind { get; }

    /// <summary>The trait of an item that names one.</summary>
    public TraitId Trait { get; }

    /// <summary>The key of a signal.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value of a signal.</summary>
    public ReadOnlySpan<byte> Value { get; }

    internal static TraitItem Add(TraitId trait) =>
        new(TraitItemKind.AddTrait, trait, default, default);

    internal static TraitItem Remove(TraitId trait) =>
        new(TraitItemKind.RemoveTrait, trait, default, default);

    internal static TraitItem Signal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        new(TraitItemKind.Signal, default, key, value);
}
