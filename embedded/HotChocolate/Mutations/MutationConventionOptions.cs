using System.Diagnostics.CodeAnalysis;

namespace HotChocolate.Types;

/// <summary>The names that mutations get; {MutationName} stands for the field's.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "The package's members.")]
public struct MutationConventionOptions
{
    /// <summary>Default {MutationName}Input.</summary>
    public string? InputTypeNamePattern { get; set; }

    /// <summary>Default input.</summary>
    public string? InputArgumentName { get; set; }

    /// <summary>Default {MutationName}Payload.</summary>
    public string? PayloadTypeNamePattern { get; set; }

    /// <summary>Default {MutationName}Error.</summary>
    public string? PayloadErrorTypeNamePattern { get; set; }

    /// <summary>Default errors.</summary>
    public string? PayloadErrorsFieldName { get; set; }

    /// <summary>Default true.</summary>
    public bool? ApplyToAllMutations { get; set; }
}
