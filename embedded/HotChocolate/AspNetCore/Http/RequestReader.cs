using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using HotChocolate.Execution;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Http;

/// <summary>A request that cannot be read.</summary>
internal sealed class RequestFault(string message, string code) : Exception(message)
{
    public IError ToError() => ErrorBuilder.New().SetMessage(Message).SetCode(code).Build();
}

/// <summary>Reads requests from bodies and query strings.</summary>
internal static class RequestReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Reads a body. The document must live as long as the request.</summary>
    /// <exception cref="RequestFault">It is none.</exception>
    public static async ValueTask<JsonDocument> ReadBodyAsync(
        HttpRequest request, int sizeMax, CancellationToken cancellationToken)
    {
        if (request.ContentLength > sizeMax)
        {
            throw TooLarge();
        }

        var body = await ReadAllAsync(request.BodyReader, sizeMax, cancellationToken);
        try
        {
            if (body.IsEmpty)
            {
                throw new RequestFault(
                    "The GraphQL request is empty.", ErrorCodes.RequestEmpty);
            }

            // The sequence is the pipe's: it is copied, since the document outlives it.
            return JsonDocument.Parse(WithoutMark(body.ToArray()), Strict);
        }
        catch (JsonException)
        {
            throw new RequestFault("Invalid GraphQL Request.", ErrorCodes.RequestInvalid);
        }
        finally
        {
            request.BodyReader.AdvanceTo(body.End);
        }
    }

    /// <summary>The request that a body says.</summary>
    /// <exception cref="RequestFault">It says none.</exception>
    public static OperationRequest Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object)
        {
            throw Invalid();
        }

        var request = new OperationRequest
        {
            Document = Text(body, "query"),
            DocumentId = Text(body, "id") ?? Text(body, "documentId"),
            OperationName = Text(body, "operationName"),
            Variables = Object(body, "variables"),
            Extensions = Object(body, "extensions"),
        };
        return Check(request with { Document = request.Document is "" ? null : request.Document });
    }

    /// <summary>The request that a query string says.</summary>
    /// <exception cref="RequestFault">It says none.</exception>
    public static OperationRequest Read(IQueryCollection query) => Check(new()
    {
        Document = query["query"] is [{ Length: > 0 } document] ? document : null,
        DocumentId = (string?)query["id"] ?? query["documentId"],
        OperationName = query["operationName"],
        Variables = Object(query["variables"]),
        Extensions = Object(query["extensions"]),
    });

    private static OperationRequest Check(OperationRequest request) =>
        request.Document is null && request.DocumentId is null && request.Extensions is null
            ? throw new RequestFault(
                "Either the parameter query or the parameter id has to be set.",
                ErrorCodes.NoQueryAndNoId)
            : request;

    private static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.String ? value.GetString() : throw Invalid();
    }

    private static JsonElement? Object(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.Object ? value : throw Invalid();
    }

    private static JsonElement? Object(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.Object => document.RootElement.Clone(),
                _ => throw Invalid(),
            };
        }
        catch (JsonException)
        {
            throw Invalid();
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadAllAsync(
        PipeReader reader, int sizeMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCanceled)
            {
                throw new OperationCanceledException();
            }

            if (read.Buffer.Length > sizeMax)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] body) =>
        body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsMemory(3) : body;

    private static RequestFault Invalid() =>
        new("Invalid GraphQL Request.", ErrorCodes.RequestInvalid);

    private static RequestFault TooLarge() =>
        new("Max GraphQL request size reached.", ErrorCodes.RequestTooLarge);
}
