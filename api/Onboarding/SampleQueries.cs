using System.Text;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Onboarding;

/// <summary>Files to learn from.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class SampleQueries
{
    /// <summary>A file as it could be sent in.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [GraphQLDescription(
        "A file to learn from, made for a data source: TRAIT_ONBOARDING, or ID_SYNC with another "
        + "data source or the one that fits.")]
    public async Task<SampleFileView> GetSampleFileAsync(
        JobKind kind,
        [ID<DataSourceView>] string dataSourceId,
        [ID<DataSourceView>] string? withDataSourceId,
        DefinitionsReader reader,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var definition = (await reader.GetAsync(cancellationToken)).Definition;
        var (source, now) = (Source(dataSourceId), time.GetUtcNow());
        var file = kind switch
        {
            JobKind.TraitOnboarding => SampleFiles.Traits(definition, source, now),
            JobKind.IdSync => SampleFiles.IdSync(
                definition,
                source,
                withDataSourceId is null ? null : Source(withDataSourceId),
                now),
            _ => throw GraphErrors.Of(
                "NO_SAMPLE", "There are samples of TRAIT_ONBOARDING and ID_SYNC."),
        };
        return file.Name is { } name
            ? new SampleFileView(name, Encoding.UTF8.GetString([.. file.Content]))
            : throw GraphErrors.Of("NO_SAMPLE", file.Refusal ?? "There is no sample.");
    }

    private static DataSourceId Source(string key) => GraphKeys.Number(key) is { } number
        ? new DataSourceId(number)
        : throw GraphErrors.Of("NOT_FOUND", $"There is no data source {key}.");
}

/// <summary>A file to learn from.</summary>
[GraphQLName("SampleFile")]
public sealed record SampleFileView(string Name, string Content);
