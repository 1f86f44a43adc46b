using System.Diagnostics.CodeAnalysis;

namespace HotChocolate;

/// <summary>An <see cref="Optional{T}"/> whose type is not known.</summary>
internal interface IOptional
{
    bool HasValue { get; }

    object? Value { get; }
}

/// <summary>An input that may have been left out, which is not the same as null.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The package's members.")]
[SuppressMessage("Design", "CA1000", Justification = "The package's members.")]
public readonly struct Optional<T> : IEquatable<Optional<T>>, IOptional
{
    public Optional(T? value)
    {
        Value = value;
        HasValue = true;
    }

    private Optional(T? value, bool hasValue)
    {
        Value = value;
        HasValue = hasValue;
    }

    /// <summary>The value, or the default when none was given.</summary>
    public T? Value { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool HasValue { get; }

    public bool IsEmpty => !HasValue;

    object? IOptional.Value => Value;

    public static implicit operator Optional<T>(T? value) => new(value);

    public static implicit operator T?(Optional<T> optional) => optional.Value;

    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);

    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);

    /// <summary>Not given; <see cref="Value"/> says <paramref name="defaultValue"/>.</summary>
    public static Optional<T> Empty(T? defaultValue = default) =>
        new(defaultValue, hasValue: false);

    public bool Equals(Optional<T> other) =>
        HasValue == other.HasValue && EqualityComparer<T?>.Default.Equals(Value, other.Value);

    public override bool Equals(object? obj) =>
        obj is Optional<T> other ? Equals(other) : obj is null && IsEmpty;

    public override int GetHashCode() => HashCode.Combine(HasValue, Value);

    public override string? ToString() => HasValue ? Value.ToString() : "unspecified";
}
