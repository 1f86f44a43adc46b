using System.Collections.Immutable;
using System.Text.Json;

namespace Krewe.Silo.Demo;

/// <summary>An audience as the platform holds it.</summary>
/// <remarks><para>Shape: the members are hashed e-mails in lower case.</para></remarks>
internal sealed record HeldAudience(string Id, string Name, ImmutableSortedSet<string> Members);

/// <summary>Looks into the sandbox platform from behind.</summary>
internal sealed class PlatformView(Uri address) : IDisposable
{
    private const string EmailPrefix = "EMAIL=";

    private readonly HttpClient _http = new(new SocketsHttpHandler(), disposeHandler: true)
    {
        BaseAddress = new Uri(address, "__sandbox/"),
    };

    /// <summary>Every audience with all its members, by id.</summary>
    public async Task<ImmutableSortedDictionary<string, HeldAudience>> ReadAsync(
        CancellationToken cancellationToken)
    {
        var audiences = await GetAsync<AudienceRow[]>("audiences", cancellationToken);
        var held = ImmutableSortedDictionary.CreateBuilder<string, HeldAudience>(
            StringComparer.Ordinal);
        foreach (var audience in audiences)
        {
            var lines = await _http.GetStringAsync(
                $"audiences/{audience.Id}/members?format=lines", cancellationToken);
            held[audience.Id] = new HeldAudience(audience.Id, audience.Name, Members(lines));
        }

        return held.ToImmutable();
    }

    /// <summary>What a stricter platform would have refused, each kind once.</summary>
    public async Task<ImmutableArray<string>> ReadViolationsAsync(
        CancellationToken cancellationToken)
    {
        var violations = await GetAsync<ViolationRows>("violations", cancellationToken);
        return [.. violations.Items
            .Select(violation => $"{violation.Kind}: {violation.Detail}")
            .Distinct(StringComparer.Ordinal)];
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<T>(path, JsonSerializerOptions.Web, cancellationToken)
        ?? throw new InvalidOperationException("The sandbox answered with nothing.");

    private static ImmutableSortedSet<string> Members(string lines) => lines
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.StartsWith(EmailPrefix, StringComparison.Ordinal)
            ? line[EmailPrefix.Length..]
            : line)
        .ToImmutableSortedSet(StringComparer.Ordinal);

    private sealed record AudienceRow(string Id, string Name);

    private sealed record ViolationRows(ViolationRow[] Items);

    private sealed record ViolationRow(string Kind, string Detail);
}
