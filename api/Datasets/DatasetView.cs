using System.Text.Json;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Api.Onboarding;

namespace Krewe.Api.Datasets;

/// <summary>A dataset as the graph shows it. None can be made yet.</summary>
[Node]
[GraphQLName("Dataset")]
public sealed class DatasetView
{
    private DatasetView()
    {
    }

    /// <summary>Its key in the graph.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public string? Description { get; init; }

    /// <summary>What its records are like.</summary>
    public required string Schema { get; init; }

    /// <summary>Whose IDs its records belong to.</summary>
    public required DataSourceView PrimaryIdentity { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<DatasetFieldView> Fields { get; init; }

    /// <summary>The labels of all of it.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Records that it holds.</summary>
    public long Records { get; init; }

    /// <summary>Records that were refused.</summary>
    public long FailedRecords { get; init; }

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version { get; init; }

    /// <summary>Some of its records.</summary>
    public IReadOnlyList<JsonElement> GetPreview(int first = 20) => [.. Array.Empty<JsonElement>()
        .Take(first)];

    /// <summary>The files that filled it.</summary>
    [UsePaging(ConnectionName = "DatasetBatches")]
    public Connection<JobView> GetBatches(
        int? first, string? after, int? last, string? before) => Pages.Cut(
        Array.Empty<JobView>(), job => job.Key, new PageRequest(first, after, last, before));

    /// <summary>Fetches a dataset by its key: there is none.</summary>
    [NodeResolver]
    public static DatasetView? Get(string id)
    {
        _ = id;
        return null;
    }
}

/// <summary>A field of a dataset's records.</summary>
[GraphQLName("DatasetField")]
public sealed record DatasetFieldView(
    string Path,
    FieldType Type,
    DataSourceView? Identity,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> InheritedLabels);

/// <summary>What a field holds.</summary>
public enum FieldType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Decimal,

    /// <summary>An instant.</summary>
    DateTime,
}
