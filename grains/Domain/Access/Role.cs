namespace Krewe.Domain.Access;

/// <summary>What a caller is to the product; every API key has one.</summary>
[GenerateSerializer, Alias("role")]
public enum Role
{
    /// <summary>Sees definitions and figures, and people without what identifies them.</summary>
    Reader = 0,

    /// <summary>Defines traits, segments and destinations, and looks people up.</summary>
    Marketer = 1,

    /// <summary>Decides what data may be used for, and reads who did what.</summary>
    Steward = 2,

    /// <summary>Sends data in and sees what became of it, and nothing else.</summary>
    Ingest = 3,

    /// <summary>Runs the product and hands out keys.</summary>
    Operator = 4,
}
