using System.Globalization;
using System.Security.Claims;
using System.Text;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Access;
using Krewe.Api.Graph;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Access;

namespace Krewe.Api.Onboarding;

/// <summary>A small file, by its name and its lines.</summary>
public sealed record SendFileInput(
    [property: GraphQLDescription("As files are named: ftp_dpm_999999_1792000000.sync.")]
    string FileName,
    [property: GraphQLDescription("The lines of the file, 1 MiB of UTF-8 at most.")]
    string Content);

/// <summary>Takes files in.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class FileMutations
{
    private const int LengthMax = 1 << 20;

    [Authorize(Policy = nameof(Permission.Ingest))]
    [Error<InvalidInputError>]
    [GraphQLDescription("Sends a small file in. Long ones go to PUT /v1/inbound/{fileName}.")]
    public async Task<JobView?> SendFileAsync(
        SendFileInput input,
        IInboundFiles files,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var received = await audit.DoAsync(
            user,
            AuditActions.FileUpload,
            "job",
            () => ReceiveAsync(input, files, cancellationToken),
            done => (
                done.Job?.Id.ToString(CultureInfo.InvariantCulture), done.Refusal is not null));
        return received.Job is { } job
            ? new JobView(job)
            : throw new MistakeException<InvalidInputError>(
                new InvalidInputError("fileName", received.Refusal!));
    }

    private static async Task<InboundReceived> ReceiveAsync(
        SendFileInput input, IInboundFiles files, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(input.Content);
        if (bytes.Length > LengthMax)
        {
            return new InboundReceived(
                null,
                $"A file that is sent here has at most {LengthMax} bytes: send it to "
                + "PUT /v1/inbound/{fileName}.");
        }

        using var content = new MemoryStream(bytes);
        return await files.ReceiveAsync(input.FileName, content, cancellationToken);
    }
}
