using System.Buffers.Binary;
using System.Security.Cryptography;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Events;

/// <summary>Takes data-collection calls in.</summary>
internal sealed class CollectionDesk(
    IEventIntake intake, EventDirectories directories, VerdictLog log, TimeProvider time)
{
    private const string Door = "/event";

    // Calls have no ids, so each counts: numbered from a place that no other start begins at.
    private readonly ulong _start =
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private long _count;

    /// <summary>Takes a call in.</summary>
    /// <param name="parameters">As they came; null: they cannot be read.</param>
    /// <param name="request">What it came with.</param>
    /// <param name="isOptOut">It came by the door for opting out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<CollectionAnswer> TakeAsync(
        List<(string Key, byte[] Value)>? parameters,
        HttpRequest request,
        bool isOptOut,
        CancellationToken cancellationToken)
    {
        var received = time.GetUtcNow();
        var directory = await directories.GetAsync(cancellationToken);
        var call = CollectionCall.Read(parameters, directory);
        var id = StableHash.Mix(_start, (ulong)Interlocked.Increment(ref _count));
        if (call.Identities.IsEmpty)
        {
            var fault = call.Faults[^1];
            log.Add(new EventAnswer(received, Door, "", "event", $"{fault.Code}", fault.Msg, []));
            return new CollectionAnswer(call, id, null, isOptOut);
        }

        var isOut = isOptOut || call.IsOptOut;
        AddHeaders(call, request, received);
        var verdicts = await intake.AcceptAsync(
            WorkspaceId.Main,
            [
                new IncomingEvent
                {
                    Id = id,
                    At = received,
                    Identities = call.Identities,
                    Signals = isOut ? null : call.Signals,
                    Traits = isOut ? [] : call.Traits,
                    Target = call.Target,
                    Kind = isOut ? LiveEventKind.OptOut : LiveEventKind.Observation,
                },
            ],
            isAwaited: call.WantsJson,
            cancellationToken);
        log.Add(new EventAnswer(
            received,
            Door,
            "",
            isOut ? "optout" : "event",
            VerdictCodes.Accepted,
            call.Faults is [.., var last] ? last.Msg : null,
            []).After(verdicts[0]));
        return new CollectionAnswer(call, id, verdicts[0], isOut);
    }

    // What the caller says of headers itself comes before what it sends them with.
    private static void AddHeaders(
        CollectionCall call, HttpRequest request, DateTimeOffset received)
    {
        foreach (var signal in call.Signals.Signals)
        {
            if (call.Signals.Text.Slice(signal.KeyStart, signal.KeyLength).StartsWith("h_"u8))
            {
                return;
            }
        }

        TrackedRequest.Of(request, received).AddTo(call.Signals, hasUserAgent: false);
    }
}

/// <summary>What a data-collection call is answered with.</summary>
/// <param name="Call">The call.</param>
/// <param name="Id">Of the event.</param>
/// <param name="Verdict">Null: it was not handed in, as its faults say.</param>
/// <param name="IsOptOut">It was one to opt out.</param>
internal sealed record CollectionAnswer(
    CollectionCall Call, ulong Id, EventVerdict? Verdict, bool IsOptOut)
{
    /// <summary>The number of the call, as such answers write it.</summary>
    public string Tid
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, Id);
            return Convert.ToBase64String(bytes);
        }
    }

    /// <summary>The id of the device, where the call named one or the profile is kept under one.
    /// </summary>
    public string Uuid =>
        Call.Uuid.Length == 0
        && Verdict?.Profile is { } profile
        && profile.Source == DataSourceId.Uuid
            ? profile.Value.ToString()
            : Call.Uuid;
}
