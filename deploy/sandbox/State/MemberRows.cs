using System.Runtime.InteropServices;

namespace Krewe.Sandbox.State;

/// <summary>The rows of one request, flat: no object for a row.</summary>
internal sealed class MemberRows(int rowsExpected)
{
    private readonly List<MemberPart> _parts = new(rowsExpected);
    private readonly List<int> _rowEnds = new(rowsExpected);

    public int Count => _rowEnds.Count;

    public int PartCount => _parts.Count;

    public ReadOnlySpan<MemberPart> this[int row] =>
        CollectionsMarshal.AsSpan(_parts)[(row == 0 ? 0 : _rowEnds[row - 1]).._rowEnds[row]];

    public void AddPart(MemberPart part) => _parts.Add(part);

    public void EndRow() => _rowEnds.Add(_parts.Count);
}
