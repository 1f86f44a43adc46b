using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Krewe.Api.Access;
using Krewe.Api.Backups;
using Krewe.Api.Health;
using Krewe.Api.Tests.Events;
using Krewe.Api.Tests.Graph;
using Krewe.Api.Tests.Segments;
using Krewe.Contracts.Access;
using Krewe.Contracts.Events;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Profiles;
using Krewe.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Api.Tests.Access;

/// <summary>The doors, with what is behind them made up.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public static readonly IPAddress Here = IPAddress.Loopback;
    public static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.7");

    private readonly WebApplication _app;

    private ApiHost(string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,

            // A machine lets a user watch few files at once.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        Workspace = new FakeWorkspace(Time);
        Estimates = new FakeEstimates(Workspace);
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(Log);
        Grains.GetGrain<IApiKeysGrain>(WorkspaceId.Main.Name).Returns(Keys);
        Grains.GetGrain<IAuditGrain>(WorkspaceId.Main.Name).Returns(Audit);
        Grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name).Returns(Workspace);
        Grains.GetGrain(typeof(IProfileGrain), Arg.Any<IdSpan>()).Returns(Profile);
        Grains.GetGrain<IProfileHandlesGrain>(WorkspaceId.Main.Name).Returns(Handles);
        Handles.GetSecretAsync(default).ReturnsForAnyArgs(new ProfileHandleSecret
        {
            Bytes = [.. new byte[ProfileHandleSecret.LengthBytes]],
        });
        Profile.GetAsync(default).ReturnsForAnyArgs(ProfileState.Unknown);
        builder.Services.AddSingleton(Grains);
        builder.Services.AddSingleton(Files);
        builder.Services.AddSingleton(Backups);
        builder.Services.AddSingleton(Substitute.For<ISegmentCensus>());
        builder.Services.AddSingleton(Substitute.For<ISegmentPopulations>());
        builder.Services.AddSingleton<ISegmentEstimates>(Estimates);
        builder.Services.AddSingleton(Substitute.For<IMembershipFeed>());
        builder.Services.AddSingleton(Substitute.For<IJobFeed>());
        builder.Services.AddSingleton(Substitute.For<IReadiness>());
        builder.Services.AddSingleton(Substitute.For<IOnboardingReports>());
        builder.Services.AddSingleton<IEventIntake>(Intake);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(OwnerKey.Of(Owner));
        builder.Services.AddKreweApi();
        _app = builder.Build();
        _app.MapKreweApi();
        _app.MapGet("/figures", () => "1").RequiresOperatorFromElsewhere();
        _app.MapGet("/forgotten", () => "1");
    }

    public FakeKeys Keys { get; } = new();

    public FakeAudit Audit { get; } = new();

    public IGrainFactory Grains { get; } = Substitute.For<IGrainFactory>();

    public FakeWorkspace Workspace { get; }

    public FakeEstimates Estimates { get; }

    public IProfileGrain Profile { get; } = Substitute.For<IProfileGrain>();

    public IProfileHandlesGrain Handles { get; } = Substitute.For<IProfileHandlesGrain>();

    public IInboundFiles Files { get; } = Substitute.For<IInboundFiles>();

    public FakeIntake Intake { get; } = new();

    public IBackups Backups { get; } = Substitute.For<IBackups>();

    public CapturedLog Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public ApiKeySecret Owner { get; } = NewSecret();

    public IServiceProvider Services => _app.Services;

    /// <summary>The doors of the product.</summary>
    public IEnumerable<RouteEndpoint> Doors => ((IEndpointRouteBuilder)_app).DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Where(door => door.RoutePattern.RawText is not ("/figures" or "/forgotten"));

    public static async Task<ApiHost> StartAsync(string environment = "Production")
    {
        var host = new ApiHost(environment);
        await host._app.StartAsync();
        return host;
    }

    public static ApiKeySecret NewSecret() => ApiKeySecret.FromRandom(
        RandomNumberGenerator.GetBytes(ApiKeySecret.RandomLengthBytes));

    /// <summary>Makes a key as another silo would.</summary>
    public ApiKeySecret MakeKey(Role role, string name = "Test")
    {
        var secret = NewSecret();
        Keys.Ring = Keys.Ring
            .Create(new ApiKeyRequest(name, role, secret.Digest), Time.GetUtcNow()).Ring;
        return secret;
    }

    /// <summary>A client with a key.</summary>
    public HttpClient Client(ApiKeySecret key)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key.Text);
        return client;
    }

    /// <summary>Calls from this machine with a key.</summary>
    public Task<Answer> CallAsync(
        string method, string path, ApiKeySecret? key = null, string? body = null) =>
        CallAsync(method, path, Here, request =>
        {
            if (key is not null)
            {
                request.Headers.Authorization = $"Bearer {key.Text}";
            }

            if (body is not null)
            {
                request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
                request.ContentType = "application/json";
                request.ContentLength = request.Body.Length;
                request.HttpContext.Features.Set<IHttpRequestBodyDetectionFeature>(
                    new HasBody());
            }
        });

    public async Task<Answer> CallAsync(
        string method, string path, IPAddress from, Action<HttpRequest> prepare)
    {
        var context = await _app.GetTestServer().SendAsync(context =>
        {
            context.Connection.RemoteIpAddress = from;
            context.Request.Method = method;
            context.Request.Scheme = "http";
            context.Request.Host = new HostString("127.0.0.1", 8080);
            context.Request.Path = path.Split('?')[0];
            context.Request.QueryString = new QueryString(
                path[context.Request.Path.Value!.Length..]);
            prepare(context.Request);
        });
        using var reader = new StreamReader(context.Response.Body);
        return new Answer(
            context.Response.StatusCode, context.Response.Headers, await reader.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>Says that there is a body, as a server does.</summary>
internal sealed class HasBody : IHttpRequestBodyDetectionFeature
{
    public bool CanHaveBody => true;
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, IHeaderDictionary Headers, string Body);

/// <summary>Keys in memory, which counts the questions and can fail.</summary>
internal sealed class FakeKeys : IApiKeysGrain
{
    public ApiKeyRing Ring { get; set; } = ApiKeyRing.Empty;

    public int Questions { get; private set; }

    public bool IsBroken { get; set; }

    public ValueTask<ApiKeyRing?> GetAsync(long known, CancellationToken cancellationToken)
    {
        Questions++;
        return IsBroken
            ? throw new TimeoutException("No silo answers.")
            : new(known == Ring.Version ? null : Ring);
    }

    public ValueTask<ImmutableArray<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        new(Ring.Keys);

    public Task<ApiKeyReply> CreateAsync(
        ApiKeyRequest request, CancellationToken cancellationToken) =>
        Keep(Ring.Create(request, DateTimeOffset.UnixEpoch.AddYears(56)));

    public Task<ApiKeyReply> RevokeAsync(ApiKeyId id, CancellationToken cancellationToken) =>
        Keep(Ring.Revoke(id, DateTimeOffset.UnixEpoch.AddYears(56)));

    public Task UseAsync(ApiKeyId id, DateOnly day, CancellationToken cancellationToken)
    {
        Uses++;
        Ring = Ring.Use(id, day);
        return IsBroken ? throw new TimeoutException("No silo answers.") : Task.CompletedTask;
    }

    public int Uses { get; private set; }

    private Task<ApiKeyReply> Keep(ApiKeyChange change)
    {
        Ring = change.Ring;
        return Task.FromResult(new ApiKeyReply(change.Key, change.Fault));
    }
}

/// <summary>An audit log in memory, which can fail.</summary>
internal sealed class FakeAudit : IAuditGrain
{
    public AuditTrail Trail { get; private set; } = AuditTrail.Empty;

    public bool IsBroken { get; set; }

    public bool WasCancellable { get; private set; }

    public string[] Lines =>
    [
        .. Trail.Tail.Select(entry => entry.Record).Select(record =>
            $"{record.Actor.Key?.ToString() ?? record.Actor.Name} {record.Action} {record.Kind} "
            + $"{record.Id} {record.Outcome}"),
    ];

    public Task<long> AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        WasCancellable |= cancellationToken.CanBeCanceled;
        if (IsBroken)
        {
            throw new IOException("The disk is full.");
        }

        Trail = Trail.Append(record, DateTimeOffset.UnixEpoch.AddYears(56));
        return Task.FromResult(Trail.LastNumber);
    }

    public Task<AuditList> ListAsync(
        long? before, int countMax, CancellationToken cancellationToken)
    {
        var older = Trail.Tail.Where(entry => entry.Number < (before ?? long.MaxValue)).Reverse();
        AuditEntry[] page = [.. older.Take(countMax)];
        return Task.FromResult(new AuditList(
            [.. page], page is [.., { Number: > 1 } last] ? last.Number : null));
    }
}
