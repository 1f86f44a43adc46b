using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Bounds of what one source text may cost. Beyond one the text is refused.</summary>
public sealed class ParserOptions(
    bool noLocations = false,
    int maxAllowedNodes = ParserOptions.NodesMax,
    int maxAllowedTokens = ParserOptions.TokensMax,
    int maxAllowedFields = 2_048,
    int maxAllowedDirectives = 4,
    int maxAllowedRecursionDepth = 200)
{
    /// <summary>
    /// A node takes about 50 bytes, so the tree of one text stays below some 15 MB. A list of
    /// 100,000 ids in the text is still read.
    /// </summary>
    private const int NodesMax = 250_000;

    private const int TokensMax = 500_000;

    public static ParserOptions Default { get; } = new();

    /// <summary>Leaves the places out of the nodes. Default false.</summary>
    public bool NoLocations { get; } = noLocations;

    /// <summary>Nodes of the tree. Default 250,000.</summary>
    public int MaxAllowedNodes { get; } = maxAllowedNodes;

    /// <summary>Tokens of the text, comments too. Default 500,000.</summary>
    public int MaxAllowedTokens { get; } = maxAllowedTokens;

    /// <summary>Fields selected by operations and fragments. Default 2,048.</summary>
    public int MaxAllowedFields { get; } = maxAllowedFields;

    /// <summary>Directives at one place. Default 4.</summary>
    public int MaxAllowedDirectives { get; } = maxAllowedDirectives;

    /// <summary>
    /// Selection sets, lists, objects and list types in each other. Default 200; the stack of
    /// a thread holds some thousands.
    /// </summary>
    public int MaxAllowedRecursionDepth { get; } = maxAllowedRecursionDepth;

    /// <summary>Names that need no new string: those of the schema.</summary>
    internal NameTable Names { get; init; } = NameTable.Empty;
}
