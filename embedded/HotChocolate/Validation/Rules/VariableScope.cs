using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>The variables of one operation, and which of them are used.</summary>
/// <remarks>
/// <para>Shape: few variables are searched in order; of many a table is made.</para>
/// </remarks>
internal sealed class VariableScope
{
    private const int FewMax = 8;

    private readonly IReadOnlyList<VariableDefinitionNode> _definitions;
    private readonly Dictionary<string, int>? _indexByName;
    private readonly bool[] _used;

    public VariableScope(IReadOnlyList<VariableDefinitionNode> definitions)
    {
        _definitions = definitions;
        _used = definitions.Count == 0 ? [] : new bool[definitions.Count];
        if (definitions.Count > FewMax)
        {
            _indexByName = new(definitions.Count, StringComparer.Ordinal);
            for (var i = 0; i < definitions.Count; i++)
            {
                _indexByName[definitions[i].Variable.Value] = i;
            }
        }
    }

    /// <summary>Notes a use; null if there is no such variable. Of two with one name it is the
    /// last.</summary>
    public VariableDefinitionNode? Use(string name)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            return null;
        }

        _used[index] = true;
        return _definitions[index];
    }

    public bool IsUsed(VariableDefinitionNode definition) =>
        _used[IndexOf(definition.Variable.Value)];

    private int IndexOf(string name)
    {
        if (_indexByName is not null)
        {
            return _indexByName.GetValueOrDefault(name, -1);
        }

        for (var i = _definitions.Count - 1; i >= 0; i--)
        {
            if (_definitions[i].Variable.Value == name)
            {
                return i;
            }
        }

        return -1;
    }
}
