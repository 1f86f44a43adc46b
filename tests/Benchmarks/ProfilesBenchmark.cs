using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Api.Graph;
using Krewe.Api.Profiles;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Krewe.Benchmarks;

/// <summary>
/// Profiles read by an app: through the graph over loopback, by identity, with traits, attributes
/// and memberships; beside it the same answer by an endpoint written for it. The driver runs in
/// this process, on raw sockets.
/// </summary>
internal static class ProfilesBenchmark
{
    private const int Clients = 32;
    private const int ProfilesInOne = 50;

    private const string Card = """
        version
        identities { dataSource { namespace } value }
        traits(first: 20) { nodes { trait { sid name } lastQualifiedAt frequency } }
        attributes { key value }
        segmentMemberships(first: 20) { nodes { segment { sid name } since } }
        """;

    private const string One =
        "query Card($by: ProfileByInput!) { profile(by: $by) { " + Card + " } }";

    private const string Many =
        "query Cards($by: [ProfileByInput!]!) { profiles(by: $by) { " + Card + " } }";

    public static async Task<int> RunAsync(string[] args)
    {
        var profiles = Argument(args, "--profiles", 100_000);
        var seconds = Argument(args, "--seconds", 5);
        using var allocations = args.Contains("--allocations") ? new AllocationProfile() : null;
        var folder = Directory.CreateTempSubdirectory("krewe-bench-").FullName;
        try
        {
            var settings = SiloDoor.Settings(folder);
            await using var app = SiloHost.Create(settings);
            app.MapGet("/twin/{source:int}/{value}", TwinAsync)
                .RequireAuthorization(nameof(Permission.ReadProfiles));
            await app.StartAsync();
            var address = new Uri(app.Urls.First());
            var key = settings.OwnerKey.Text;
            await LoadAsync(folder, address, key, profiles);
            Console.WriteLine(
                $"{profiles:N0} profiles, {Environment.ProcessorCount} cores, {Clients} clients");
            var run = new Run(address, TimeSpan.FromSeconds(seconds), profiles);
            await run.MeasureAsync("hand-written endpoint", customer => Get(customer, key));
            allocations?.Print(0);
            await run.MeasureAsync("graph, one profile", customer => Post(One, customer, key));
            allocations?.Print(40);
            await run.MeasureAsync(
                "graph, fifty profiles", customer => PostMany(customer, profiles, key));
            allocations?.Print(40);
            await app.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task LoadAsync(string folder, Uri address, string key, int profiles)
    {
        var files = OnboardingFiles.Write(Path.Combine(folder, "files"), profiles);
        using var door = new SiloDoor(address, key);
        using var definitions = new StringContent(files.Workspace, Encoding.UTF8);
        await door.SendAsync(HttpMethod.Put, "/v1/workspace", definitions);
        await door.ImportAsync(files.Links, profiles);
        await door.ImportAsync(files.Traits, profiles);
    }

    /// <summary>What somebody would write who needs this answer and no other.</summary>
    private static async Task<IResult> TwinAsync(
        int source,
        string value,
        ProfileReader profiles,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        if (!IdentityValue.TryParse(value, out var id)
            || await profiles.FindAsync(
                new IdentityKey(new DataSourceId(source), id), cancellationToken)
                is not { } profile)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(Answer(profile, definitions));
    }

    private static TwinCard Answer(Profile profile, Definitions definitions) => new(
        profile.Version,
        [.. profile.Fragments.Select(fragment => new TwinIdentity(
            definitions.DataSource(fragment.Identity.Source).Namespace,
            fragment.Identity.Value.ToString()))],
        [.. profile.Fragments.SelectMany(fragment => fragment.Traits).Select(held => new TwinTrait(
            held.Trait.Value,
            definitions.FindTrait(held.Trait)!.Name,
            DateTimeOffset.FromUnixTimeSeconds(held.Last),
            held.Total))],
        [],
        [.. profile.Fragments.SelectMany(fragment => fragment.Memberships).Select(membership =>
            new TwinMembership(
                membership.Segment.Value,
                definitions.FindSegment(membership.Segment)!.Name,
                DateTimeOffset.FromUnixTimeSeconds(membership.Since)))]);

    private static byte[] Get(int customer, string key) => Encoding.ASCII.GetBytes(
        $"GET /twin/999999/{OnboardingFiles.Customer(customer)} HTTP/1.1\r\n"
        + $"Host: krewe\r\nX-Api-Key: {key}\r\n\r\n");

    private static byte[] Post(string query, int customer, string key) =>
        Post(new { query, variables = new { by = By(customer) } }, key);

    private static byte[] PostMany(int customer, int profiles, string key) => Post(
        new
        {
            query = Many,
            variables = new
            {
                by = Enumerable.Range(customer, ProfilesInOne)
                    .Select(one => By(one % profiles)),
            },
        },
        key);

    private static object By(int customer) => new
    {
        identity = new { @namespace = "crm_999999", value = OnboardingFiles.Customer(customer) },
    };

    private static byte[] Post(object body, string key)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"POST /graphql HTTP/1.1\r\nHost: krewe\r\nX-Api-Key: {key}\r\n"
                + "Content-Type: application/json\r\nAccept: application/json\r\n"
                + $"Content-Length: {json.Length}\r\n\r\n"),
            .. json,
        ];
    }

    private static int Argument(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    private sealed record TwinCard(
        long Version,
        IReadOnlyList<TwinIdentity> Identities,
        IReadOnlyList<TwinTrait> Traits,
        IReadOnlyList<string> Attributes,
        IReadOnlyList<TwinMembership> Memberships);

    private sealed record TwinIdentity(string Namespace, string Value);

    private sealed record TwinTrait(
        int Sid, string Name, DateTimeOffset LastQualifiedAt, int Frequency);

    private sealed record TwinMembership(int Sid, string Name, DateTimeOffset Since);

    /// <summary>All clients at once, each with one question at a time.</summary>
    private sealed class Run(Uri address, TimeSpan duration, int profiles)
    {
        private const int Questions = 1_000;

        public async Task MeasureAsync(string name, Func<int, byte[]> questionOf)
        {
            var random = new Random(1);
            var questions = Enumerable.Range(0, Questions)
                .Select(_ => questionOf(random.Next(profiles)))
                .ToArray();
            await AskAsync(questions, duration / 2);
            var (allocated, spent) =
                (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
            var clock = Stopwatch.StartNew();
            var waits = await AskAsync(questions, duration);
            var elapsed = clock.Elapsed;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            spent = Environment.CpuUsage.TotalTime - spent;
            Array.Sort(waits);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {waits.Length / elapsed.TotalSeconds:N0}/s, "
                + $"p50 {waits[waits.Length / 2]:N2} ms, "
                + $"p99 {waits[waits.Length * 99 / 100]:N2} ms, "
                + $"{allocated / waits.Length:N0} bytes allocated, "
                + $"{spent.TotalMicroseconds / waits.Length:N1} µs of processor each"));
        }

        private async Task<double[]> AskAsync(byte[][] questions, TimeSpan duration)
        {
            var clock = Stopwatch.StartNew();
            var all = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
            {
                var waits = new List<double>(1 << 16);
                using var http = new RawHttp();
                await http.ConnectAsync(address);
                for (var at = client; clock.Elapsed < duration; at++)
                {
                    var began = Stopwatch.GetTimestamp();
                    var answer = await http.AskAsync(questions[at % questions.Length]);
                    waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    Check(answer.Span);
                }

                return waits;
            }));
            return [.. all.SelectMany(waits => waits)];
        }

        private static void Check(ReadOnlySpan<byte> answer)
        {
            if (!answer.StartsWith("HTTP/1.1 200"u8) || answer.IndexOf("\"errors\""u8) >= 0
                || answer.IndexOf("crm_999999"u8) < 0)
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            }
        }
    }
}
