using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Api.Traits;

/// <summary>A new trait.</summary>
public sealed record CreateTraitInput(
    [property: GraphQLDescription("The next free number where none is given.")] long? Sid,
    string Name,
    string? Description,
    TraitKind Kind,
    [property: ID<DataSourceView>] string DataSourceId,
    string? Rule,
    string? IntegrationCode,
    string Folder = "/",
    [property: GraphQLDescription("Days that a qualification lasts; 0: for ever.")]
    int TtlDays = TraitDefinition.TtlDaysDefault);

/// <summary>What changes of a trait.</summary>
public sealed record UpdateTraitInput(
    [property: ID<TraitView>] string Id,
    long? IfVersion,
    string? Name,
    Optional<string?> Description,
    TraitKind? Kind,
    [property: ID<DataSourceView>] string? DataSourceId,
    Optional<string?> Rule,
    Optional<string?> IntegrationCode,
    string? Folder,
    int? TtlDays);

/// <summary>Which trait goes.</summary>
public sealed record DeleteTraitInput([property: ID<TraitView>] string Id, long? IfVersion);
