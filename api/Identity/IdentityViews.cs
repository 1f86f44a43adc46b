using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using Krewe.Api.Datasets;
using Krewe.Api.Graph;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Api.Identity;

/// <summary>An identity as callers name it.</summary>
public sealed record IdentityInput(string Namespace, string Value)
{
    /// <summary>The identity that is meant.</summary>
    /// <exception cref="GraphQLException">No data source has the namespace, or the value is no
    /// id.</exception>
    internal IdentityKey ToKey(Definitions definitions)
    {
        var source = definitions.FindNamespace(Namespace)
            ?? throw GraphErrors.Of(
                "UNKNOWN_NAMESPACE",
                $"No data source has the namespace `{Namespace}`: the query dataSources lists "
                + "them.");
        return IdentityValue.TryParse(Value, out var value)
            ? new IdentityKey(source.Key, value)
            : throw GraphErrors.Of(
                "INVALID_IDENTITY", $"An id has 1 to {IdentityValue.LengthMax} bytes of UTF-8.");
    }
}

/// <summary>An identity of a profile as the graph shows it.</summary>
[GraphQLName("LinkedIdentity")]
[GraphQLDescription("An identity that is part of the identity graph (a linked ID).")]
public sealed class LinkedIdentityView(
    Fragment fragment, DateTimeOffset profileUpdated, Definitions definitions)
{
    /// <summary>Whose namespace it is.</summary>
    public DataSourceView DataSource => definitions.DataSource(fragment.Identity.Source);

    /// <summary>What named it last.</summary>
    public GraphLinkSource LinkedBy => fragment.Seen.By switch
    {
        LinkSource.Event => GraphLinkSource.Event,
        LinkSource.IdSyncFile => GraphLinkSource.IdSyncFile,
        LinkSource.DatasetFile => GraphLinkSource.DatasetFile,
        LinkSource.Api => GraphLinkSource.Api,
        _ => GraphLinkSource.TraitFile,
    };

    /// <summary>When it was named first. Of one that was stored before that was noted, when its
    /// profile changed last.</summary>
    public DateTimeOffset FirstSeen => Instant(fragment.Seen.First);

    /// <summary>When it was named last.</summary>
    public DateTimeOffset LastSeen => Instant(fragment.Seen.Last);

    /// <summary>The id itself. A card shows many, so that the caller is asked for here, and not by
    /// a policy for each.</summary>
    [GraphQLDescription("Needs more than the role `reader`.")]
    public string GetValue(ClaimsPrincipal user)
    {
        user.Demand(Permission.ReadIdentifiers);
        return fragment.Identity.Value.ToString();
    }

    private DateTimeOffset Instant(long unixSeconds) => unixSeconds == 0
        ? profileUpdated
        : DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
}

/// <summary>What named an identity.</summary>
[GraphQLName("LinkSource")]
public enum GraphLinkSource
{
    /// <summary>A live event.</summary>
    Event,

    /// <summary>An ID-sync file.</summary>
    IdSyncFile,

    /// <summary>A file of a dataset.</summary>
    DatasetFile,

    /// <summary>A call of the API.</summary>
    Api,

    /// <summary>A trait file, which links nothing by itself.</summary>
    TraitFile,
}

/// <summary>An ID that a partner supplied, as the graph shows it.</summary>
[GraphQLName("PartnerIdentity")]
[GraphQLDescription(
    "An ID that a partner supplied. Usable for activation, never for stitching; one value may sit "
    + "on many profiles.")]
public sealed record PartnerIdentityView(
    DataSourceView DataSource,
    [property: Authorize(Policy = nameof(Permission.ReadIdentifiers))] string Value,
    DatasetView? Dataset,
    IReadOnlyList<string> Labels,
    DateTimeOffset ReceivedAt);
