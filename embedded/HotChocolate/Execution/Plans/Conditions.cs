using HotChocolate.Language;

namespace HotChocolate.Execution.Plans;

/// <summary>The @skip and @include of an operation that depend on variables.</summary>
/// <remarks>
/// Each gets one bit. A field that stands under several carries a mask; it is there when all
/// bits of the mask are on. The bits of a request are worked out once.
/// </remarks>
internal sealed class Conditions
{
    /// <summary>More than this are refused: a mask is one word.</summary>
    public const int CountMax = 64;

    private readonly List<(string Variable, bool IsSkip)> _conditions = [];

    public int Count => _conditions.Count;

    /// <summary>
    /// The mask of directives on top of one from above; null when they are constant and say no.
    /// </summary>
    public ulong? MaskOf(IReadOnlyList<DirectiveNode> directives, ulong above)
    {
        var mask = above;
        foreach (var directive in directives)
        {
            var isSkip = directive.Name.Value == "skip";
            if (!isSkip && directive.Name.Value != "include")
            {
                continue;
            }

            switch (directive.Arguments[0].Value)
            {
                case BooleanValueNode constant when constant.Value == isSkip:
                    return null;
                case VariableNode variable:
                    mask |= Bit(variable.Name.Value, isSkip);
                    break;
                default:
                    break;
            }
        }

        return mask;
    }

    /// <summary>The bits that are on in a request.</summary>
    public ulong Evaluate(Inputs.VariableValues variables)
    {
        var bits = 0UL;
        for (var index = 0; index < _conditions.Count; index++)
        {
            var (variable, isSkip) = _conditions[index];
            if (variables[variable].Boolean != isSkip)
            {
                bits |= 1UL << index;
            }
        }

        return bits;
    }

    private ulong Bit(string variable, bool isSkip)
    {
        var index = _conditions.IndexOf((variable, isSkip));
        if (index < 0)
        {
            index = _conditions.Count;
            _conditions.Add((variable, isSkip));
        }

        return index < CountMax
            ? 1UL << index
            : throw new GraphQLException(
                $"An operation may have {CountMax} conditions on variables.");
    }
}
