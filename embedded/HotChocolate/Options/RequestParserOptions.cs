namespace HotChocolate.Execution.Options;

/// <summary>Bounds of one document.</summary>
public class RequestParserOptions
{
    /// <summary>Default true.</summary>
    public bool IncludeLocations { get; set; } = true;

    /// <summary>Default: no bound but the parser's own.</summary>
    public int MaxAllowedNodes { get; set; } = int.MaxValue;

    /// <summary>Default: no bound but the parser's own.</summary>
    public int MaxAllowedTokens { get; set; } = int.MaxValue;

    /// <summary>Default 2,048.</summary>
    public int MaxAllowedFields { get; set; } = 2_048;

    /// <summary>Default 4.</summary>
    public int MaxAllowedDirectives { get; set; } = 4;

    /// <summary>Default 200.</summary>
    public int MaxAllowedRecursionDepth { get; set; } = 200;

    internal Language.ParserOptions ToParserOptions() => new(
        noLocations: !IncludeLocations,
        maxAllowedNodes: Math.Min(MaxAllowedNodes, Language.ParserOptions.Default.MaxAllowedNodes),
        maxAllowedTokens: Math.Min(
            MaxAllowedTokens, Language.ParserOptions.Default.MaxAllowedTokens),
        maxAllowedFields: MaxAllowedFields,
        maxAllowedDirectives: MaxAllowedDirectives,
        maxAllowedRecursionDepth: MaxAllowedRecursionDepth);
}
