namespace Krewe.Domain.Workspaces;

/// <summary>One mistake in a workspace definition: where it is, what it is and how to cure
/// it.</summary>
/// <remarks>
/// <para>Shape: <see cref="Path"/> walks the file from its root (<c>$.segments[3].rule</c>),
/// counting as the file does.</para>
/// <para>Units: line and column count from 1, columns in UTF-16 characters; both are 0 if the
/// definition did not come from a file.</para>
/// </remarks>
/// <param name="Path">Which part of the definition.</param>
/// <param name="Line">The line of the file.</param>
/// <param name="Column">The column of the file.</param>
/// <param name="Message">What is wrong, and the cure. Never a token or an address.</param>
/// <param name="Severity">Whether the definition is refused because of it.</param>
[GenerateSerializer, Immutable, Alias("definition-fault")]
public sealed record DefinitionFault(
    [property: Id(0)] string Path,
    [property: Id(1)] int Line,
    [property: Id(2)] int Column,
    [property: Id(3)] string Message,
    [property: Id(4)] Severity Severity = Severity.Error)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Line == 0
            ? $"{Path}: {SeverityWord}: {Message}"
            : $"{Path} (line {Line}, column {Column}): {SeverityWord}: {Message}";

    private string SeverityWord => Severity is Severity.Error ? "error" : "warning";
}

/// <summary>What a fault does to the definition that has it.</summary>
[GenerateSerializer, Alias("definition-fault-severity")]
public enum Severity
{
    /// <summary>The definition is refused.</summary>
    Error = 0,

    /// <summary>The definition is taken, but somebody should look.</summary>
    Warning = 1,
}
