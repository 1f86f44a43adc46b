namespace Krewe.Embedded.Validation;

/// <summary>How far validation goes, and what it refuses beyond the specification.</summary>
internal sealed record ValidationOptions
{
    /// <summary>Validation stops at so many errors. Default 5.</summary>
    public int ErrorsMax { get; init; } = 5;

    /// <summary>Whether <c>__schema</c> and <c>__type</c> may be asked for. Default true.
    /// </summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>Whether errors suggest names of the schema. Default true; false where the
    /// schema is not public.</summary>
    public bool Suggests { get; init; } = true;

    /// <summary>Fields below each other in one operation. Default null, no limit.</summary>
    public int? ExecutionDepthMax { get; init; }

    /// <summary>Whether fields that begin with two underscores count for the depth. Default
    /// true.</summary>
    public bool CountIntrospectionDepth { get; init; } = true;

    /// <summary>How often one field of one type may lie below itself. Default null, no limit;
    /// 3 is right where callers are not known.</summary>
    public int? FieldCycleDepthMax { get; init; }

    /// <summary>How often <c>ofType</c> may lie in itself. Default 16; tools ask for 9.
    /// </summary>
    public int OfTypeDepthMax { get; init; } = 16;

    /// <summary>How often a list of introspection may lie in itself. Default 1.</summary>
    public int IntrospectionListDepthMax { get; init; } = 1;

    /// <summary>Fragments of a document, and spreads that one operation comes to. Default
    /// 1,000.</summary>
    public int FragmentVisitsMax { get; init; } = 1_000;

    /// <summary>Pairs of fields with the same name in the answer that are compared. Default
    /// 100,000.</summary>
    public int MergeComparisonsMax { get; init; } = 100_000;
}
