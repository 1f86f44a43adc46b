namespace HotChocolate.Execution.Inputs;

/// <summary>A value that its type does not take. Becomes an error that names the place.</summary>
/// <remarks>
/// The path is put together while the exception travels: each level adds its step in a filter
/// (<see cref="Step"/>), so that good input pays nothing for it.
/// </remarks>
internal sealed class InputException(string message, string code = ErrorCodes.InvalidType)
    : Exception(message)
{
    private readonly List<object> _steps = [];

    public string Code { get; } = code;

    /// <summary>The outermost step first.</summary>
    public IReadOnlyList<object> Path => [.. Enumerable.Reverse(_steps)];

    /// <summary>For an exception filter: notes where the value stood, and does not catch.</summary>
    public bool Step(object step)
    {
        _steps.Add(step);
        return false;
    }
}
