namespace HotChocolate;

/// <summary>The schema, as code that is given it may ask for it.</summary>
public interface ISchemaDefinition
{
    /// <summary>The name of a schema that was given none.</summary>
    static string DefaultName => "_Default";

    string Name { get; }

    /// <summary>The schema as SDL.</summary>
    string ToString();
}
