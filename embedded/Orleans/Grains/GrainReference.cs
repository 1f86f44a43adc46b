using Krewe.Embedded;

namespace Orleans.Runtime;

/// <summary>The address of a grain, seen through one of its interfaces.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    internal readonly GrainBinding Binding;
    internal readonly IdSpan Key;

    internal GrainReference(GrainBinding binding, IdSpan key)
    {
        Binding = binding;
        Key = key;
    }

    public GrainId GrainId => new(Binding.Class.Type, Key);

    public GrainInterfaceType InterfaceType => Binding.InterfaceType;

    public string InterfaceName => Binding.Interface.FullName ?? Binding.Interface.Name;

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Binding.Class.Silo.Factory.Reference(
            typeof(TGrainInterface), GrainId);

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public bool Equals(GrainReference? other) =>
        other is not null && Key.Equals(other.Key) && Binding.Class == other.Binding.Class;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? left, GrainReference? right) =>
        left?.Equals(right) ?? right is null;

    public static bool operator !=(GrainReference? left, GrainReference? right) =>
        !(left == right);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format,
        IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);
}
