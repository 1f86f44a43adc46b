using System.Net;
using System.Text.Json;
using Krewe.Grains.Activation.Platforms;
using Microsoft.Extensions.Logging;
using Refit;

namespace Krewe.Grains.Activation.Meta;

/// <summary>How answers are read: a value or a fault, never an exception.</summary>
internal sealed partial class MetaPlatform
{
    /// <summary>Follows the cursor to the end and gathers every page.</summary>
    private async Task<PlatformResult<List<T>>> ReadAllAsync<T>(
        string what, Func<string?, Task<IApiResponse<MetaPage<T>>>> getPage)
    {
        var all = new List<T>();
        string? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            using var response = await getPage(after);
            var answer = Read(what, response, content => content.Data is { IsDefault: false });
            if (!answer.IsOk)
            {
                return answer.Fault;
            }

            all.AddRange(answer.Value.Data!.Value);
            after = answer.Value.After;
            if (after is null)
            {
                return all;
            }
        }

        return Fault(what, new DeliveryFault.Rejected($"more than {PagesMax} pages to read"));
    }

    /// <summary>The content if it is whole, else the fault.</summary>
    /// <remarks>An error decides even under a status of success, and so does its lack.</remarks>
    private PlatformResult<T> Read<T>(
        string what, IApiResponse<T> response, Func<T, bool> isWhole)
        where T : MetaAnswer
    {
        var error = response.Content?.Error is { Code: > 0 } known ? known : null;
        if (error is null && response.HasResponseError(out var refusal))
        {
            error = MetaFaults.Read(refusal.Content);
        }

        if (error is not null)
        {
            var isServerFault = response.StatusCode >= HttpStatusCode.InternalServerError;
            return Fault(what, MetaFaults.Classify(error, isServerFault, WaitsOf(response)));
        }

        return response is { IsSuccessful: true, Content: { } content } && isWhole(content)
            ? content
            : Fault(what, NoAnswer(response));
    }

    private MetaWaits WaitsOf(IApiResponse response)
    {
        var said = MetaUsage.WaitOf(response.Headers, _options.ThrottledWait);
        return new(_options.TransientWait, said ?? _options.ThrottledWait);
    }

    /// <summary>Nothing, or nothing that Meta says: a gateway, a cut or a time-out.</summary>
    private DeliveryFault.Transient NoAnswer(IApiResponse response)
    {
        var reason = response.StatusCode is { } status
            ? $"HTTP {(int)status} without an answer that can be read"
            : $"no answer ({KindOf(response.Error?.InnerException)})";
        var wait = MetaUsage.WaitOf(response.Headers, _options.ThrottledWait);
        return new(wait ?? _options.TransientWait, reason);
    }

    /// <summary>What broke, by its kind: a message may hold an address.</summary>
    private static string KindOf(Exception? fault) => fault switch
    {
        HttpRequestException http => $"{http.HttpRequestError}",
        OperationCanceledException => "timeout",
        null => "unknown",
        _ => fault.GetType().Name,
    };

    private DeliveryFault Fault(string what, DeliveryFault fault)
    {
        LogFault(what, fault.GetType().Name, fault.Reason);
        return fault;
    }

    /// <summary>An account that is gone is not cured by making an audience.</summary>
    private static DeliveryFault OfAccount(DeliveryFault fault) =>
        fault is DeliveryFault.NotFound
            ? new DeliveryFault.Forbidden($"the ad account is out of reach: {fault.Reason}")
            : fault;

    private BatchReceipt ReceiptOf(
        MemberBatch batch, MetaUsersReceipt receipt, IApiResponse response) => new(
            batch.Emails.Length,
            receipt.NumReceived,
            receipt.NumInvalidEntries,
            SamplesOf(receipt.InvalidEntrySamples),
            MetaUsage.WaitOf(response.Headers, _options.ThrottledWait) ?? TimeSpan.Zero);

    private static int SamplesOf(JsonElement samples) => samples.ValueKind switch
    {
        JsonValueKind.Array => samples.GetArrayLength(),
        JsonValueKind.Object => samples.GetPropertyCount(),
        _ => 0,
    };

    [LoggerMessage(LogLevel.Debug,
        "Meta took {Change} of {Sent} members for {AudienceId}: {Invalid} invalid, pause {Pause}")]
    private partial void LogSent(
        MemberChange change, string audienceId, int sent, long? invalid, TimeSpan pause);

    [LoggerMessage(LogLevel.Information, "Meta made audience {AudienceId} for {ExternalKey}")]
    private partial void LogCreated(string audienceId, string externalKey);

    [LoggerMessage(LogLevel.Warning, "Meta did not {What}: {Kind}, {Reason}")]
    private partial void LogFault(string what, string kind, string reason);
}
