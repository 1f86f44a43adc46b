using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Fragments may not come back to themselves: their expansion would have no end.
/// </summary>
/// <remarks>
/// <para>Shape: a search in depth that enters each fragment once and keeps the spreads it came
/// by. Its depth is at most the number of fragments, which is limited before.</para>
/// </remarks>
internal sealed class FragmentCycles(ValidationContext context)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _startByName = new(StringComparer.Ordinal);

    public void Check(FragmentDefinitionNode fragment)
    {
        var name = fragment.Name.Value;
        if (!_seen.Add(name))
        {
            return;
        }

        _startByName[name] = _path.Count;
        foreach (var spread in context.Fragments.SpreadsIn(fragment.SelectionSet))
        {
            _path.Add(spread);
            Follow(spread);
            _path.RemoveAt(_path.Count - 1);
        }

        _startByName.Remove(name);
    }

    private void Follow(FragmentSpreadNode spread)
    {
        if (_startByName.TryGetValue(spread.Name.Value, out var start))
        {
            Report(spread, _path[start..]);
        }
        else if (context.Fragments.Find(spread.Name.Value) is { } next)
        {
            Check(next);
        }
    }

    private void Report(FragmentSpreadNode spread, List<FragmentSpreadNode> cycle)
    {
        var via = string.Join(", ", cycle.SkipLast(1).Select(step => $"\"{step.Name.Value}\""));
        context.Report(
            "sec-Fragment-spreads-must-not-form-cycles",
            $"Cannot spread fragment \"{spread.Name.Value}\" within itself"
                + (via.Length == 0 ? "." : $" via {via}."),
            cycle);
    }
}
