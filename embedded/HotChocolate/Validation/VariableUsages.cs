using System.Runtime.InteropServices;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A variable where a value is expected.</summary>
/// <param name="Node">The variable.</param>
/// <param name="Type">What the place expects; null if the schema does not say.</param>
/// <param name="HasDefault">Whether the place has a value if the variable has none.</param>
/// <param name="OneOf">The input object whose only field it is to be, or null.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VariableUsage(
    VariableNode Node, ITypeView? Type, bool HasDefault, INamedTypeView? OneOf);

/// <summary>Where the definitions of a document use variables, noted on the way.</summary>
internal sealed class VariableUsages
{
    private readonly List<VariableUsage> _usages = [];
    private Dictionary<IDefinitionNode, Range>? _byDefinition;
    private int _start;

    public void Add(in VariableUsage usage) => _usages.Add(usage);

    /// <summary>Ends a definition: what was added since the last one is its own.</summary>
    public void Close(IDefinitionNode definition)
    {
        if (_usages.Count > _start)
        {
            _byDefinition ??= [];
            _byDefinition[definition] = _start.._usages.Count;
            _start = _usages.Count;
        }
    }

    public ReadOnlySpan<VariableUsage> Of(IDefinitionNode definition) =>
        _byDefinition is not null && _byDefinition.TryGetValue(definition, out var range)
            ? CollectionsMarshal.AsSpan(_usages)[range]
            : [];
}
