using HotChocolate.Types;
using HotChocolate.Types.Pagination;

namespace HotChocolate.Building;

/// <summary>What a host has asked of a schema, before it is built.</summary>
internal sealed class SchemaConfiguration(string name)
{
    public string Name { get; } = name;

    /// <summary>The root types: their class, or null for one that extensions fill.</summary>
    public Dictionary<Language.OperationType, Type?> Roots { get; } = [];

    /// <summary>Classes whose members extend types.</summary>
    public List<Type> Extensions { get; } = [];

    /// <summary>Types that are in the schema also where nothing refers to them.</summary>
    public List<Type> Types { get; } = [];

    /// <summary>Types that are something else than they look like.</summary>
    public Dictionary<Type, NamedTypeKind> Kinds { get; } = [];

    public SchemaOptions Options { get; } = new();

    public PagingOptions Paging { get; } = new();

    /// <summary>Null when mutations are left as they are.</summary>
    public MutationConventionOptions? Mutations { get; set; }

    /// <summary>The interface of all errors; null for the one with a message alone.</summary>
    public Type? ErrorInterface { get; set; }

    /// <summary>Null without global object identification.</summary>
    public Types.Relay.GlobalObjectIdentificationOptions? GlobalIds { get; set; }
}
