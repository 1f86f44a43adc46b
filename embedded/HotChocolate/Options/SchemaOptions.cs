namespace HotChocolate;

/// <summary>How the schema is made.</summary>
public class SchemaOptions
{
    /// <summary>
    /// Whether documentation comments become descriptions. Not read: descriptions come from
    /// [GraphQLDescription]. Set it to false so that other engines agree.
    /// </summary>
    public bool UseXmlDocumentation { get; set; } = true;

    /// <summary>Whether the SDL lists types and fields by name. Default false.</summary>
    public bool SortFieldsByName { get; set; }

    /// <summary>Whether types that nothing refers to are left out. Default false.</summary>
    public bool RemoveUnreachableTypes { get; set; }

    /// <summary>Whether interfaces lose their leading I. Default false.</summary>
    public bool StripLeadingIFromInterface { get; set; }
}
