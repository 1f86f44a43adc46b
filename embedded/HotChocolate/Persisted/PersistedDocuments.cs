using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HotChocolate.Execution;
using HotChocolate.Language;
using Microsoft.Extensions.Caching.Memory;

namespace HotChocolate.Persisted;

/// <summary>The request with its document, or why there is none.</summary>
/// <param name="Request">The request, its document filled in.</param>
/// <param name="Refusal">Set when the document is not known.</param>
/// <param name="Registered">What the client is told when its document was kept.</param>
internal sealed record PersistedOutcome(
    OperationRequest Request, OperationResult? Refusal = null, object? Registered = null);

/// <summary>Automatic persisted queries: a document is sent once, and then by its hash.</summary>
internal sealed class PersistedDocuments(IMemoryCache cache, HashFormat format)
{
    public ValueTask<PersistedOutcome> ResolveAsync(
        OperationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var hash = HashOf(request.Extensions);
        return new(request.Document is { } document
            ? hash is null ? new(request) : Register(request, document, hash)
            : Find(request, request.DocumentId ?? hash));
    }

    private PersistedOutcome Find(OperationRequest request, string? id)
    {
        if (id is null)
        {
            return new(request);
        }

        return cache.TryGetValue(KeyOf(id), out string? document)
            ? new(request with { Document = document })
            : new(request, new OperationResult(ErrorBuilder.New()
                .SetMessage("PersistedQueryNotFound")
                .SetCode(ErrorCodes.PersistedQueryNotFound)
                .Build())
            {
                HttpStatus = 400,
            });
    }

    private PersistedOutcome Register(OperationRequest request, string document, string hash)
    {
        var actual = HashOf(document);
        if (actual != hash)
        {
            return new(request, Registered: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["sha256Hash"] = hash,
                ["persisted"] = false,
                ["expectedHashValue"] = actual,
                ["expectedHashType"] = "sha256Hash",
                ["expectedHashFormat"] = format.ToString(),
            });
        }

        using var entry = cache.CreateEntry(KeyOf(hash));
        entry.Value = document;
        entry.Size = document.Length;
        return new(request, Registered: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["sha256Hash"] = hash,
            ["persisted"] = true,
        });
    }

    private string HashOf(string document)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(document));
        return format is HashFormat.Hex
            ? Convert.ToHexStringLower(hash)
            : Convert.ToBase64String(hash).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string? HashOf(JsonElement? extensions) =>
        extensions is { ValueKind: JsonValueKind.Object } given
        && given.TryGetProperty("persistedQuery", out var persisted)
        && persisted.ValueKind is JsonValueKind.Object
        && persisted.TryGetProperty("sha256Hash", out var hash)
        && hash.ValueKind is JsonValueKind.String
            ? hash.GetString()
            : null;

    private static string KeyOf(string id) => $"graphql-document:{id}";
}
