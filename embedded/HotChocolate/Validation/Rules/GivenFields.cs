using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>The fields of an object literal by name.</summary>
/// <remarks>
/// <para>Shape: few fields are searched in order; of many a table is made, so that a type with
/// many fields and a literal with many stay linear.</para>
/// </remarks>
internal sealed class GivenFields
{
    private const int FewMax = 8;

    private readonly IReadOnlyList<ObjectFieldNode> _fields;
    private readonly Dictionary<string, ObjectFieldNode>? _byName;

    public GivenFields(ObjectValueNode node)
    {
        _fields = node.Fields;
        if (_fields.Count > FewMax)
        {
            _byName = new(_fields.Count, StringComparer.Ordinal);
            foreach (var field in _fields)
            {
                _byName[field.Name.Value] = field;
            }
        }
    }

    public int DistinctCount => _byName?.Count
        ?? _fields.Select(given => given.Name.Value).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The field of a name: where it stands twice, the last.</summary>
    public ObjectFieldNode? Last(string name)
    {
        if (_byName is not null)
        {
            return _byName.GetValueOrDefault(name);
        }

        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            if (_fields[i].Name.Value == name)
            {
                return _fields[i];
            }
        }

        return null;
    }
}
