using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Execution;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Onboarding;

/// <summary>How far jobs are, as they go.</summary>
[ExtendObjectType(OperationTypeNames.Subscription)]
public sealed class JobSubscriptions
{
    /// <summary>The states of one job, from the present one to the last.</summary>
    public async ValueTask<ISourceStream<ImportJob>> OpenJobAsync(
        [ID<JobView>] string jobId,
        IGrainFactory grains,
        IJobFeed feed,
        CancellationToken cancellationToken) =>
        await JobView.GetAsync(jobId, grains, cancellationToken) is { } job
            ? new EventStream<ImportJob>(
                feed.WatchAsync(WorkspaceId.Main, job.Job.Id, cancellationToken))
            : throw GraphErrors.Of("NOT_FOUND", "There is no such job.");

    /// <summary>A state of one job.</summary>
    [Authorize(Policy = nameof(Permission.ReadJobs))]
    [Subscribe(With = nameof(OpenJobAsync))]
    [GraphQLName("jobProgressed")]
    public JobView JobProgressed([ID<JobView>] string jobId, [EventMessage] ImportJob message)
    {
        _ = jobId;
        return new JobView(message);
    }
}
