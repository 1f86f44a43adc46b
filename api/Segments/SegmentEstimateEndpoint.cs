using System.Text.Json;
using Krewe.Api.Access;
using Krewe.Api.Events;
using Krewe.Api.Graph;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Segments;

/// <summary>How many members a segment would have, before it is saved.</summary>
/// <remarks>A request comes as JSON, which a foreign page in a browser cannot send here.</remarks>
internal static class SegmentEstimateEndpoint
{
    /// <summary>The longest rule that is read, each character of it escaped, and a name.</summary>
    public const int BytesMax = 512 * 1024;

    private const int ShareDecimals = 4;

    private const string Form =
        "Send JSON: {\"rule\": \"101T AND NOT 102T\", \"mergeRule\": \"NAME\"}; mergeRule may be "
        + "left out.";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/segments/estimate", EstimateAsync)
            .Requires(Permission.ReadDefinitions)
            .IsNotAudited("It changes nothing.");

    private static async Task<Results<Ok<SegmentEstimate>, ProblemHttpResult>>
        EstimateAsync(
            HttpContext context,
            ISegmentEstimates estimates,
            DefinitionsReader definitions,
            CancellationToken cancellationToken)
    {
        var (asked, refusal) = await ReadAsync(context.Request, cancellationToken);
        if (asked?.Rule is not { } rule)
        {
            return refusal ?? Problem(
                $"The rule is missing. {Form}", StatusCodes.Status400BadRequest);
        }

        // A definition that was acknowledged a moment ago, on any silo, is known to the rule.
        var known = await definitions.GetAsync(cancellationToken);
        var reply = await estimates.EstimateAsync(
            WorkspaceId.Main,
            new SegmentQuestion(rule, asked.MergeRule, known.Version),
            cancellationToken);
        return reply switch
        {
            SegmentEstimateReply.Answered answered =>
                TypedResults.Ok(Rounded(answered.Estimate)),
            SegmentEstimateReply.Refused refused => Mistakes(refused),
            SegmentEstimateReply.Busy busy => Busy(context, busy.RetryAfter),
            _ => throw new InvalidOperationException($"{reply.GetType().Name} is no answer."),
        };
    }

    private static async Task<(SegmentEstimateRequest? Asked, ProblemHttpResult? Refusal)>
        ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Problem(
                $"The Content-Type is not application/json. {Form}",
                StatusCodes.Status415UnsupportedMediaType));
        }

        using var body = await BoundedBody.ReadAsync(request, BytesMax, cancellationToken);
        if (body.Fault is { } fault)
        {
            return (null, Problem(fault, body.IsTooLong
                ? StatusCodes.Status413PayloadTooLarge
                : StatusCodes.Status400BadRequest));
        }

        try
        {
            return (
                JsonSerializer.Deserialize<SegmentEstimateRequest>(
                    body.Bytes, ApiJson.ClientOptions),
                null);
        }
        catch (JsonException)
        {
            return (null, Problem(
                $"The body cannot be read. {Form}", StatusCodes.Status400BadRequest));
        }
    }

    // 1 is said only of all.
    private static SegmentEstimate Rounded(SegmentEstimate estimate) =>
        estimate with { Share = Math.Round(estimate.Share, ShareDecimals) };

    private static ProblemHttpResult Mistakes(SegmentEstimateReply.Refused refused)
    {
        var problems = ExpressionProblemView.Of(refused.Faults);
        var lines = problems
            .Select(problem => FormattableString.Invariant(
                $"rule, line {problem.Line}, column {problem.Column}: {problem.Message}"))
            .ToList();
        if (refused.MergeRuleFault is { } fault)
        {
            lines.Add($"mergeRule: {fault}");
        }

        return TypedResults.Problem(
            string.Join('\n', lines),
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["problems"] = problems,
                ["mergeRule"] = refused.MergeRuleFault,
            });
    }

    private static ProblemHttpResult Busy(HttpContext context, TimeSpan wait)
    {
        RetryHint.Set(context, wait);
        return Problem(
            "Others are waiting for estimates already. Ask again later.",
            StatusCodes.Status429TooManyRequests);
    }

    private static ProblemHttpResult Problem(string detail, int status) =>
        TypedResults.Problem(detail, statusCode: status);
}

/// <summary>A segment to be estimated; without a merge rule the workspace's default one
/// decides.</summary>
public sealed record SegmentEstimateRequest(string? Rule, string? MergeRule);
