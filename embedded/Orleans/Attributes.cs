// Replaced by the engine's own files when its branch is merged: the domain needs only these.
#pragma warning disable MA0048
namespace Orleans;

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class ImmutableAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class IdAttribute(uint id) : Attribute
{
    public uint Id { get; } = id;
}

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class AliasAttribute(string alias) : Attribute
{
    public string Alias { get; } = alias;
}
public interface IGrainWithStringKey;
