using System.Text.Json;
using HotChocolate.Language;
using HotChocolate.Types;

namespace HotChocolate.Execution.Plans;

/// <summary>A field as an operation selects it: all its nodes in one, ready to run.</summary>
internal sealed class PlanField(
    ObjectType owner, string responseName, OutputField definition, IReadOnlyList<FieldNode> nodes)
{
    /// <summary>The type of the object whose field it is.</summary>
    public ObjectType Owner { get; } = owner;

    public string ResponseName { get; } = responseName;

    /// <summary>The name as it is written, quotes and escapes done.</summary>
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(responseName);

    public OutputField Definition { get; } = definition;

    /// <summary>Where the field stands in the document; more than one when merged.</summary>
    public IReadOnlyList<FieldNode> Nodes { get; } = nodes;

    public required ArgumentPlan Arguments { get; init; }

    /// <summary>How its value becomes part of the response.</summary>
    public required Completion Completion { get; init; }

    /// <summary>The field is there when all bits of one of these are on; empty: always.</summary>
    public required ulong[] Masks { get; init; }

    public bool IsIncluded(ulong conditions)
    {
        foreach (var mask in Masks)
        {
            if ((mask & conditions) == mask)
            {
                return true;
            }
        }

        return Masks.Length == 0;
    }
}

/// <summary>The fields that are selected of one object type.</summary>
internal sealed record PlanFields(ObjectType Type, PlanField[] Fields);
