using System.Globalization;
using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Access;
using Krewe.Api.Graph;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Onboarding;

/// <summary>Which job is stopped.</summary>
public sealed record CancelJobInput([property: ID<JobView>] string Id);

/// <summary>Stops jobs.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class JobMutations
{
    [Authorize(Policy = nameof(Permission.Ingest))]
    [Error<NotFoundError>]
    [Error<JobFinishedError>]
    public async Task<JobView?> CancelJobAsync(
        CancelJobInput input,
        IGrainFactory grains,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var (job, refusal) = await audit.DoAsync(
            user,
            AuditActions.JobCancel,
            "job",
            () => TryAsync(input.Id, grains, cancellationToken),
            done => (input.Id, done.Refusal is not null));
        return refusal is null ? job : throw refusal;
    }

    private static async Task<(JobView? Job, MistakeException? Refusal)> TryAsync(
        string id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (GraphKeys.Number(id) is not { } number)
        {
            return (null, Missing.Of("job", "Job", id));
        }

        var grain = grains.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(number));
        if (await grain.CancelAsync(cancellationToken) is { } canceled)
        {
            return (new JobView(canceled), null);
        }

        return await grain.GetAsync(cancellationToken) is { } job
            ? (null, Finished(job))
            : (null, Missing.Of("job", "Job", id));
    }

    private static MistakeException<JobFinishedError> Finished(ImportJob job)
    {
        var status = JobView.StatusOf(job);
        return new(new JobFinishedError(
            status,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Job {job.Id} has read its file already ({Words.Of(status)}): there is nothing ")
                + "left to stop."));
    }
}
