namespace Krewe.Embedded.Validation;

/// <summary>The conflicts of one comparison, as many as will be told.</summary>
internal sealed class ConflictList(int max)
{
    private readonly List<MergeConflict> _conflicts = [];

    /// <summary>Whether looking for more is of no use.</summary>
    public bool IsFull => _conflicts.Count >= max;

    public IReadOnlyList<MergeConflict> All => _conflicts;

    public void Add(MergeConflict conflict) => _conflicts.Add(conflict);
}
