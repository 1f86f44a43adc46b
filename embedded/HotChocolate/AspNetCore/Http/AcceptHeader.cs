using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HotChocolate.AspNetCore.Http;

/// <summary>What a response is written as.</summary>
internal enum ResponseFormat
{
    /// <summary>The header cannot be read.</summary>
    Unreadable,

    /// <summary>None of what the client takes can be made.</summary>
    Unsupported,

    /// <summary>application/graphql-response+json</summary>
    GraphQL,

    /// <summary>application/json: errors have status 200.</summary>
    LegacyJson,

    /// <summary>text/event-stream</summary>
    EventStream,
}

/// <summary>Chooses between what the client takes.</summary>
/// <remarks>
/// In the order of the header: the new media type or a wildcard is taken at once;
/// application/json only when nothing better comes after it. An event stream is taken for single
/// results only where it stands alone: clients list it along with the others.
/// </remarks>
internal static class AcceptHeader
{
    public static ResponseFormat Choose(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
        {
            return ResponseFormat.GraphQL;
        }

        if (!MediaTypeHeaderValue.TryParseList(accept!, out var types))
        {
            return ResponseFormat.Unreadable;
        }

        var fallback = ResponseFormat.Unsupported;
        foreach (var type in types)
        {
            switch (FormatOf(type))
            {
                case ResponseFormat.GraphQL:
                    return ResponseFormat.GraphQL;
                case ResponseFormat.LegacyJson:
                    fallback = ResponseFormat.LegacyJson;
                    break;
                case ResponseFormat.EventStream when fallback is ResponseFormat.Unsupported:
                    fallback = ResponseFormat.EventStream;
                    break;
                default:
                    break;
            }
        }

        return fallback;
    }

    /// <summary>Whether the client takes a stream of events, for a subscription.</summary>
    public static bool TakesEventStream(IHeaderDictionary headers)
    {
        var accept = headers.Accept;
        return StringValues.IsNullOrEmpty(accept)
            || (MediaTypeHeaderValue.TryParseList(accept!, out var types)
                && types.Any(type => FormatOf(type) is ResponseFormat.EventStream
                    || type.MatchesAllTypes
                    || (type.MatchesAllSubTypes && type.Type == "text")));
    }

    private static ResponseFormat FormatOf(MediaTypeHeaderValue type)
    {
        if (type.MatchesAllTypes)
        {
            return ResponseFormat.GraphQL;
        }

        return type.MediaType.Value?.ToLowerInvariant() switch
        {
            "application/*" or "application/graphql-response+json" => ResponseFormat.GraphQL,
            "application/json" => ResponseFormat.LegacyJson,
            "text/event-stream" => ResponseFormat.EventStream,
            _ => ResponseFormat.Unsupported,
        };
    }
}
