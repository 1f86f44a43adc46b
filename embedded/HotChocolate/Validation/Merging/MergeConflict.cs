using System.Text;
using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Two fields that want the same name in the answer and cannot share it.</summary>
internal sealed record MergeConflict(
    string ResponseName,
    string Reason,
    IReadOnlyList<FieldNode> Left,
    IReadOnlyList<FieldNode> Right)
{
    /// <summary>How many conflicts below one pair of fields are told; more make the text longer
    /// than it may be.</summary>
    public const int DetailsMax = 20;

    private const int TextMax = 1_000;
    private const int NodesMax = 20;

    /// <summary>Two fields that are in conflict because of what lies below them.</summary>
    public static MergeConflict Below(
        string responseName,
        FieldNode left,
        FieldNode right,
        IReadOnlyList<MergeConflict> details) =>
        new(
            responseName,
            Shorten(Join(details)),
            Nodes(left, details, detail => detail.Left),
            Nodes(right, details, detail => detail.Right));

    public ValidationError ToError() => new(
        $"Fields \"{Shorten(ResponseName)}\" conflict because {Reason}. "
            + "Use different aliases on the fields to fetch both if this was intentional.",
        [.. Left, .. Right],
        "sec-Field-Selection-Merging");

    public static string Shorten(string text) =>
        text.Length > TextMax ? string.Concat(text.AsSpan(0, TextMax), "...") : text;

    private static string Join(IReadOnlyList<MergeConflict> details)
    {
        var text = new StringBuilder();
        foreach (var detail in details)
        {
            text.Append(text.Length == 0 ? "" : " and ").Append("subfields \"")
                .Append(Shorten(detail.ResponseName)).Append("\" conflict because ")
                .Append(detail.Reason);
            if (text.Length > TextMax)
            {
                break;
            }
        }

        return text.ToString();
    }

    /// <summary>The field, and the deepest nodes below it for which there is room.</summary>
    private static List<FieldNode> Nodes(
        FieldNode field,
        IReadOnlyList<MergeConflict> details,
        Func<MergeConflict, IReadOnlyList<FieldNode>> side)
    {
        var nodes = new List<FieldNode> { field };
        foreach (var detail in details)
        {
            nodes.AddRange(side(detail).TakeLast(NodesMax - nodes.Count));
        }

        return nodes;
    }
}
