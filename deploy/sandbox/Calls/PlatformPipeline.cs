using System.Diagnostics;
using Krewe.Sandbox.Faults;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Calls;

/// <summary>What happens to every platform call: read, fault, apply, journal, answer.</summary>
internal sealed class PlatformPipeline(SandboxState state, IReadOnlyList<IPlatform> platforms)
{
    private const int HeadersMax = 32;
    private const int HeaderLengthMax = 256;

    private const string GatewayPage =
        "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>";

    private static readonly string[] SecretHeaders =
        ["Authorization", "Access-Token", "Cookie", "developer-token"];

    public async Task AnswerAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var (platform, path) = Find(context.Request);
        var call = await platform.ReadAsync(context, state.World, path, context.RequestAborted);
        var fault = call.World.Faults.Take(call);
        if (fault is { DelayMs: > 0 })
        {
            // Real time on purpose: a delay is for the client's clock, which is not ours.
            await Task.Delay(
                TimeSpan.FromMilliseconds(fault.DelayMs),
                TimeProvider.System,
                context.RequestAborted);
        }

        var reply = Apply(platform, call, fault);
        Record(context.Request, call, fault, reply, Stopwatch.GetElapsedTime(started));
        await WriteAsync(context, fault, reply);
    }

    private (IPlatform Platform, PathString Path) Find(HttpRequest request)
    {
        foreach (var platform in platforms)
        {
            if (request.Path.StartsWithSegments(
                $"/{platform.Key}", StringComparison.Ordinal, out var rest))
            {
                request.PathBase = $"/{platform.Key}";
                return (platform, rest);
            }
        }

        // Without a prefix the host decides, and the first platform takes what is left.
        var owner = platforms.FirstOrDefault(one => one.OwnsHost(request.Host.Host));
        return (owner ?? platforms[0], request.Path);
    }

    private static Reply? Apply(IPlatform platform, PlatformCall call, FaultAction? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Error:
                return platform.Fail(call, fault);
            case FaultKind.Status:
                return Reply.Text("", fault.Status ?? StatusCodes.Status503ServiceUnavailable);
            case FaultKind.Garbage:
                return Reply.Text(
                    GatewayPage, fault.Status ?? StatusCodes.Status502BadGateway);
            case FaultKind.DropBeforeApply:
                return null;
            case FaultKind.HalfApply:
                call.AppliesHalf = true;
                _ = platform.Answer(call);
                return platform.FailForNow(call);
            default:
                return platform.Answer(call);
        }
    }

    private static async Task WriteAsync(HttpContext context, FaultAction? fault, Reply? reply)
    {
        if (reply is null || fault?.Kind == FaultKind.DropAfterApply)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (fault?.Kind == FaultKind.Truncate)
        {
            var half = reply.Body.AsMemory(0, reply.Body.Length / 2);
            await response.Body.WriteAsync(half, context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private static void Record(
        HttpRequest request, PlatformCall call, FaultAction? fault, Reply? reply, TimeSpan took)
    {
        var now = call.World.Clock.GetUtcNow();
        var facts = call.Facts;
        call.World.Journal.Add(sequence => new JournalEntry
        {
            Sequence = sequence,
            At = now,
            Platform = call.Platform,
            Method = call.Method,
            Path = call.Path,
            QueryNames = [.. request.Query.Keys],
            Headers = Redacted(request.Headers),
            Account = call.AccountId,
            Audience = call.AudienceId,
            TokenId = facts.TokenId,
            Encoding = facts.Encoding,
            Schema = facts.Schema,
            Rows = facts.Rows,
            Invalid = facts.Invalid,
            SessionId = facts.SessionId,
            BatchSequence = facts.BatchSequence,
            IsLastBatch = facts.IsLastBatch,
            Status = reply?.Status ?? 0,
            Error = facts.Error,
            Fault = fault?.Kind.ToString(),
            DurationMs = took.TotalMilliseconds,
        });
    }

    private static Dictionary<string, string> Redacted(IHeaderDictionary headers) =>
        headers.Take(HeadersMax).ToDictionary(
            header => header.Key,
            header => SecretHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)
                ? "***"
                : Cut(header.Value.ToString()),
            StringComparer.OrdinalIgnoreCase);

    private static string Cut(string value) =>
        value.Length <= HeaderLengthMax ? value : value[..HeaderLengthMax];
}
