using System.Text.Json;
using HotChocolate.AspNetCore;
using HotChocolate.AspNetCore.Subscriptions;
using HotChocolate.AspNetCore.Subscriptions.Protocols;
using Krewe.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Graph;

/// <summary>Lets callers in over WebSocket: by the headers that they came with or, as browsers
/// cannot set any, by a key in the payload of their first message.</summary>
internal sealed class GraphSockets : DefaultSocketSessionInterceptor
{
    private const string NoKey =
        "No key, or one that is unknown or revoked: send {\"authorization\": \"Bearer KEY\"} as "
        + "the payload of connection_init.";

    /// <inheritdoc/>
    public override async ValueTask<ConnectionStatus> OnConnectAsync(
        ISocketSession session,
        IOperationMessagePayload connectionInitMessage,
        CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        if (context.User.Caller() is not null)
        {
            return ConnectionStatus.Accept();
        }

        var holders = context.RequestServices.GetRequiredService<KeyHolders>();
        if (KeyIn(connectionInitMessage.Payload) is not { } key
            || await holders.FindAsync(key, context) is not { } caller)
        {
            return ConnectionStatus.Reject(NoKey);
        }

        context.User = caller;
        return ConnectionStatus.Accept();
    }

    private static string? KeyIn(JsonElement? payload)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } members)
        {
            return null;
        }

        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var value = member.Value.GetString()!;
            if (member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase))
            {
                return PresentedKey.OfAuthorization(value);
            }

            if (member.Name.Equals(PresentedKey.Header, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
