using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Onboarding;

/// <summary>Jobs in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class JobQueries
{
    /// <summary>One job.</summary>
    [Authorize(Policy = nameof(Permission.ReadJobs))]
    public Task<JobView?> GetJobAsync(
        [ID<JobView>] string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        JobView.GetAsync(id, grains, cancellationToken);

    /// <summary>All jobs, newest first.</summary>
    [Authorize(Policy = nameof(Permission.ReadJobs))]
    [UsePaging(ConnectionName = "Jobs")]
    public Task<Connection<JobView>> GetJobsAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        IReadOnlyList<JobKind>? kind,
        IReadOnlyList<JobStatus>? status,
        IGrainFactory grains,
        CancellationToken cancellationToken) =>
        new JobPages(grains, kind, status)
            .CutAsync(new PageRequest(first, after, last, before), cancellationToken);
}
