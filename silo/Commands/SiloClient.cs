using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Krewe.Api;
using Krewe.Api.Access;
using Krewe.Api.Activation;
using Krewe.Api.Backups;
using Krewe.Api.Health;
using Krewe.Api.Identity;
using Krewe.Api.Onboarding;
using Krewe.Api.Profiles;
using Krewe.Api.Segments;
using Krewe.Api.Workspaces;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Segments;

namespace Krewe.Silo.Commands;

/// <summary>Talks to a silo over its HTTP doors.</summary>
internal sealed class SiloClient(Uri address) : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    // A file may be gigabytes long, so the calls have no time limit but their callers'.
    private readonly HttpClient _http = new(new SocketsHttpHandler(), disposeHandler: true)
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public Uri Address => address;

    /// <summary>Calls with a key from now on.</summary>
    public void Use(string? key) => _http.DefaultRequestHeaders.Authorization =
        key is null ? null : new AuthenticationHeaderValue("Bearer", key);

    /// <summary>The process that answers and is ready, or null.</summary>
    public async Task<int?> FindProcessAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerTime);
        try
        {
            var answer = await _http.GetFromJsonAsync<HealthAnswer>(
                "health/ready", ApiJson.ClientOptions, limit.Token);
            return answer?.Process;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Compares a workspace file with what is known, and applies it if asked to.</summary>
    public async Task<WorkspaceAnswer> SendWorkspaceAsync(
        byte[] file, bool applies, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(file);
        using var response = applies
            ? await _http.PutAsync("v1/workspace", content, cancellationToken)
            : await _http.PostAsync("v1/workspace/plan", content, cancellationToken);
        return response.IsSuccessStatusCode
            || response.StatusCode == HttpStatusCode.UnprocessableEntity
                ? await ReadAsync<WorkspaceAnswer>(response, cancellationToken)
                : throw await FaultAsync(response, cancellationToken);
    }

    /// <summary>Sends live events in, as client libraries do.</summary>
    public async Task SendEventsAsync(byte[] batch, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(batch);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync("v1/batch", content, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FaultAsync(response, cancellationToken);
        }
    }

    /// <summary>Makes a data-collection call.</summary>
    public async Task SendEventAsync(string query, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"event?{query}", cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FaultAsync(response, cancellationToken);
        }
    }

    /// <summary>Sends a file in.</summary>
    /// <exception cref="CommandFailedException">It is refused.</exception>
    public async Task<ImportJob> SendFileAsync(
        string name, Stream file, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await _http.PutAsync(
            $"v1/inbound/{Uri.EscapeDataString(name)}", content, cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<ImportJob>(response, cancellationToken)
            : throw await FaultAsync(response, cancellationToken);
    }

    public Task<ImportJob> GetJobAsync(int id, CancellationToken cancellationToken) =>
        GetAsync<ImportJob>($"v1/jobs/{Invariant(id)}", cancellationToken);

    public Task<ImportJob[]> GetJobsAsync(CancellationToken cancellationToken) =>
        GetAsync<ImportJob[]>("v1/jobs", cancellationToken);

    public Task<SegmentAnswer[]> GetSegmentsAsync(
        int membersMax, CancellationToken cancellationToken) =>
        GetAsync<SegmentAnswer[]>(
            $"v1/segments?members={Invariant(membersMax)}", cancellationToken);

    public Task<DestinationAnswer[]> GetDestinationsAsync(CancellationToken cancellationToken) =>
        GetAsync<DestinationAnswer[]>("v1/destinations", cancellationToken);

    public Task<RetentionProgress> GetRetentionAsync(CancellationToken cancellationToken) =>
        GetAsync<RetentionProgress>("v1/retention", cancellationToken);

    public Task<BackfillProgress> GetBackfillAsync(CancellationToken cancellationToken) =>
        GetAsync<BackfillProgress>("v1/backfill", cancellationToken);

    public Task<ProfileAnswer> GetProfileAsync(
        int source, string value, CancellationToken cancellationToken) =>
        GetAsync<ProfileAnswer>(
            $"v1/profiles/{Invariant(source)}/{Uri.EscapeDataString(value)}", cancellationToken);

    public Task<DataSourceAnswer[]> GetDataSourcesAsync(CancellationToken cancellationToken) =>
        GetAsync<DataSourceAnswer[]>("v1/data-sources", cancellationToken);

    public Task<OnboardingReportAnswer> GetOnboardingReportAsync(
        string query, CancellationToken cancellationToken) =>
        GetAsync<OnboardingReportAnswer>($"v1/reports/onboarding{query}", cancellationToken);

    /// <summary>A file to learn from.</summary>
    /// <exception cref="CommandFailedException">There is none for the data source.</exception>
    public async Task<(string Name, byte[] Content)> GetSampleAsync(
        string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FaultAsync(response, cancellationToken);
        }

        var name = response.Content.Headers.ContentDisposition?.FileName
            ?? throw new CommandFailedException("The silo answered without a file name.");
        return (name.Trim('"'), await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async Task ResumeAsync(int destination, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(
            $"v1/destinations/{Invariant(destination)}/resume", content: null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await FaultAsync(response, cancellationToken);
        }
    }

    /// <summary>Copies what the silo keeps into a directory of its machine.</summary>
    /// <exception cref="CommandFailedException">It cannot.</exception>
    public async Task<BackupAnswer> BackUpAsync(
        string directory, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(
            "v1/backups", new BackupRequest(directory), ApiJson.ClientOptions, cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<BackupAnswer>(response, cancellationToken)
            : throw await FaultAsync(response, cancellationToken);
    }

    public Task<ApiKeyAnswer[]> GetKeysAsync(CancellationToken cancellationToken) =>
        GetAsync<ApiKeyAnswer[]>("v1/keys", cancellationToken);

    /// <summary>Makes a key.</summary>
    /// <exception cref="CommandFailedException">It is refused.</exception>
    public async Task<NewApiKeyAnswer> CreateKeyAsync(
        string name, string role, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(
            "v1/keys",
            new NewApiKeyRequest(name, role),
            ApiJson.ClientOptions,
            cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<NewApiKeyAnswer>(response, cancellationToken)
            : throw await FaultAsync(response, cancellationToken);
    }

    /// <summary>Revokes a key.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public async Task<ApiKeyAnswer> RevokeKeyAsync(int id, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(
            $"v1/keys/{Invariant(id)}", cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<ApiKeyAnswer>(response, cancellationToken)
            : throw await FaultAsync(response, cancellationToken);
    }

    public Task<AuditAnswer> GetAuditAsync(
        long? before, int limit, CancellationToken cancellationToken) =>
        GetAsync<AuditAnswer>(
            $"v1/audit?limit={Invariant(limit)}"
                + (before is { } number ? string.Create(
                    CultureInfo.InvariantCulture, $"&before={number}") : ""),
            cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return response.IsSuccessStatusCode
            ? await ReadAsync<T>(response, cancellationToken)
            : throw await FaultAsync(response, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync<T>(ApiJson.ClientOptions, cancellationToken)
        ?? throw new CommandFailedException("The silo answered with nothing.");

    private static async Task<CommandFailedException> FaultAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await response.Content.ReadFromJsonAsync<Problem>(
                ApiJson.ClientOptions, cancellationToken);
            return new CommandFailedException(
                problem?.Detail ?? problem?.Title ?? $"The silo answered {response.StatusCode}.");
        }
        catch (JsonException fault)
        {
            return new CommandFailedException(
                $"The silo answered {(int)response.StatusCode}.", fault);
        }
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Problem(string? Title, string? Detail);
}
