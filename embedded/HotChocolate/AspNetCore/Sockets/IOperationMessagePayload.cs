using System.Text.Json;

namespace HotChocolate.AspNetCore.Subscriptions.Protocols;

/// <summary>What a client sent along with a message.</summary>
public interface IOperationMessagePayload
{
    /// <summary>Null when nothing came along. It ends with the call that it is given to.</summary>
    JsonElement? Payload { get; }
}
