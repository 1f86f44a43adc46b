using System.Collections.Concurrent;
using HotChocolate.Types;

namespace HotChocolate.Execution.Plans;

/// <summary>How a value of a type becomes part of the response.</summary>
internal abstract class Completion
{
    public required bool NonNull { get; init; }
}

internal sealed class LeafCompletion(LeafType type) : Completion
{
    public LeafType Type { get; } = type;
}

internal sealed class ListCompletion(Completion item) : Completion
{
    public Completion Item { get; } = item;
}

/// <summary>An object, an interface or a union, with what is selected of it.</summary>
internal sealed class CompositeCompletion(
    NamedType type, SelectionSource[] sources, PlanCompiler compiler) : Completion
{
    private readonly ConcurrentDictionary<ObjectType, PlanFields> _byType = new();
    private PlanFields? _only;

    public NamedType Type { get; } = type;

    /// <summary>The fields selected of one of its object types; compiled when first met.</summary>
    public PlanFields For(ObjectType type)
    {
        if (Type is ObjectType)
        {
            return _only ??= compiler.Compile(type, sources);
        }

        return _byType.TryGetValue(type, out var known)
            ? known
            : _byType.GetOrAdd(type, compiler.Compile(type, sources));
    }
}
