using System.Diagnostics.CodeAnalysis;

namespace HotChocolate;

/// <summary>The schema, as code that is given it may ask for it.</summary>
[SuppressMessage("Design", "CA1034", Justification = "The package's member.")]
public interface ISchemaDefinition
{
    /// <summary>The name of a schema that was given none.</summary>
    public static string DefaultName => "_Default";

    string Name { get; }

    /// <summary>The schema as SDL.</summary>
    string ToString();
}
