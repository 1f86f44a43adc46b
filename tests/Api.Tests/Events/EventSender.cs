using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Krewe.Api.Events;
using Krewe.Api.Tests.Access;
using Krewe.Contracts.Events;
using Krewe.Domain.Access;
using Krewe.Domain.Events;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Krewe.Api.Tests.Events;

/// <summary>Sends events to the doors of a workspace that has an event source, and shows what came
/// of them as text.</summary>
internal sealed class EventSender : IAsyncDisposable
{
    private EventSender(ApiHost host) => Host = host;

    public ApiHost Host { get; }

    public ApiKeySecret Key { get; private set; } = null!;

    public static async Task<EventSender> StartAsync(
        string environment = "Production", string sources = Sources)
    {
        var host = await ApiHost.StartAsync(environment);
        var parsed = WorkspaceFile.Load(
            Encoding.UTF8.GetBytes(File.Replace("SOURCES", sources, StringComparison.Ordinal)),
            WorkspaceRules.Default);
        Assert.False(parsed.IsRefused, string.Join('\n', parsed.Faults));
        Assert.Empty(host.Workspace.Apply(parsed.Definition!).Faults);
        return new EventSender(host) { Key = host.MakeKey(Role.Ingest, "web") };
    }

    public static string BasicOf(string key) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"))}";

    public static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Posts a body with the key, as JSON unless prepared otherwise.</summary>
    public Task<Answer> PostAsync(
        string path, string body, Action<HttpRequest>? prepare = null) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), prepare);

    public Task<Answer> PostAsync(
        string path, byte[] body, Action<HttpRequest>? prepare = null) =>
        Host.CallAsync("POST", path, ApiHost.Elsewhere, request =>
        {
            request.Headers.Authorization = BasicOf(Key.Text);
            request.ContentType = "application/json";
            request.Body = new MemoryStream(body);
            request.ContentLength = body.Length;
            request.HttpContext.Features.Set<IHttpRequestBodyDetectionFeature>(new HasBody());
            prepare?.Invoke(request);
        });

    /// <summary>The events that came in, a line each.</summary>
    public string[] Lines() => [.. Host.Intake.Events.Select(Line)];

    /// <summary>Whom an event names, then what it says.</summary>
    public static string Line(IncomingEvent one) =>
        $"{string.Join(' ', one.Identities.Select(Name))} | {string.Join(' ', Signals(one))}";

    public static string Name(DeclaredIdentity one) =>
        $"{one.Identity}{"?!."[(int)one.State]}";

    public static IEnumerable<string> Signals(IncomingEvent one)
    {
        var said = new List<string>();
        foreach (var signal in (one.Signals ?? new SignalBuffer()).Signals)
        {
            var text = one.Signals!.Text;
            said.Add(
                $"{Encoding.UTF8.GetString(text.Slice(signal.KeyStart, signal.KeyLength))}="
                + Encoding.UTF8.GetString(text.Slice(signal.ValueStart, signal.ValueLength)));
        }

        return said;
    }

    /// <summary>The verdicts as the door shows them, oldest first.</summary>
    public async Task<EventAnswer[]> VerdictsAsync(string query = "")
    {
        var answer = await Host.CallAsync("GET", $"/v1/events{query}", Key);
        Assert.Equal(200, answer.Status);
        var all = JsonSerializer.Deserialize<EventAnswer[]>(answer.Body, ApiJson.ClientOptions)!;
        Array.Reverse(all);
        return all;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public const string Sources =
        """[{"name": "Website", "users": 1, "anonymous": 3, "emails": 2, "keys": ["web"]}]""";

    private const string File =
        """
        {
          "dataSources": [
            {"id": 1, "name": "CRM", "integrationCode": "crm", "idType": "crossDevice"},
            {"id": 2, "name": "Hashed e-mails", "integrationCode": "mail",
             "idType": "crossDevice", "namespace": "Email_Hash",
             "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)"},
            {"id": 3, "name": "Web", "idType": "cookie"},
            {"id": 4, "name": "Loyalty", "integrationCode": "loyal", "idType": "crossDevice"}
          ],
          "traits": [
            {"id": 10, "name": "Bought shoes", "dataSource": 1},
            {"id": 11, "name": "Looked at shoes", "dataSource": 3}
          ],
          "mergeRules": [
            {"name": "Devices", "crossDevice": "noCrossDeviceProfile", "device": "deviceProfile",
             "default": true}
          ],
          "segments": [{"id": 20, "name": "Buyers", "dataSource": 1, "rule": "10T"}],
          "eventSources": SOURCES
        }
        """;
}
