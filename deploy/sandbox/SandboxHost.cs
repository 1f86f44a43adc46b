using Krewe.Sandbox.Calls;
using Krewe.Sandbox.Control;
using Krewe.Sandbox.Meta;
using Krewe.Sandbox.State;
using Microsoft.AspNetCore.Http.Features;

namespace Krewe.Sandbox;

/// <summary>Builds the emulator: as a process of its own, or inside another one.</summary>
public static class SandboxHost
{
    // A client library may put 10,000 rows into the query string, percent-encoded.
    private const int RequestLineLengthMax = 4 * 1024 * 1024;
    private const int BodyLengthMax = 64 * 1024 * 1024;

    /// <summary>A sandbox that is ready to start, from the command line.</summary>
    /// <exception cref="ArgumentException">An argument is not understood.</exception>
    public static WebApplication Create(string[] args) => Create(SandboxOptions.Parse(args));

    /// <summary>A sandbox that is ready to start. It reads no settings from around it.</summary>
    public static WebApplication Create(SandboxOptions options) =>
        Create(options, TimeProvider.System);

    internal static WebApplication Create(SandboxOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = RequestLineLengthMax;
            kestrel.Limits.MaxRequestBufferSize = 2 * RequestLineLengthMax;
            kestrel.Limits.MaxRequestBodySize = BodyLengthMax;
        });
        if (options.LogToConsole)
        {
            builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        }

        AddServices(builder.Services, new SandboxState(options, time));
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, SandboxState state)
    {
        services.AddRoutingCore();
        services.Configure<FormOptions>(form =>
        {
            form.ValueLengthLimit = BodyLengthMax;
            form.BufferBodyLengthLimit = BodyLengthMax;
            form.MultipartBodyLengthLimit = BodyLengthMax;
        });
        services.ConfigureHttpJsonOptions(json => ControlJson.Configure(json.SerializerOptions));
        services.AddSingleton(state);
        services.AddSingleton<IReadOnlyList<IPlatform>>([new MetaPlatform()]);
        services.AddSingleton<PlatformPipeline>();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/", () => Results.Text(HomePage.Text));
        app.MapControl();
        var pipeline = app.Services.GetRequiredService<PlatformPipeline>();
        app.MapFallback("{**path}", pipeline.AnswerAsync);
    }
}
