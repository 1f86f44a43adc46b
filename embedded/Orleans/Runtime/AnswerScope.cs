namespace Krewe.Embedded;

/// <summary>On this thread an activation that waited for an answer may go on at once.</summary>
/// <remarks>
/// <para>Who brings many answers (a store after a commit) opens a scope around them. Without one
/// each answer would cost a place in the thread pool's queue, and often two. Only a thread of the
/// pool that holds no lock and has nothing else to do may open one.</para>
/// <para>Invariant: what goes on inside cannot go on inside that again, so the stack stays
/// flat.</para>
/// </remarks>
internal readonly ref struct AnswerScope
{
    [ThreadStatic]
    private static bool _isOpen;

    private readonly bool _before;

    private AnswerScope(bool before)
    {
        _before = before;
    }

    internal static AnswerScope Open()
    {
        var before = _isOpen;
        _isOpen = true;
        return new AnswerScope(before);
    }

    /// <summary>True, once, where an activation may go on.</summary>
    internal static bool TryTake()
    {
        var isOpen = _isOpen;
        _isOpen = false;
        return isOpen;
    }

    internal static void GiveBack() => _isOpen = true;

    public void Dispose() => _isOpen = _before;
}
