using Krewe.Api;
using Krewe.Api.Access;
using Krewe.Grains;
using Microsoft.Extensions.Logging.Console;

namespace Krewe.Silo;

/// <summary>Puts a silo together: engine, storage, grains and doors.</summary>
internal static class SiloHost
{
    /// <summary>A silo that is ready to start.</summary>
    public static WebApplication Create(SiloSettings settings)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(
            StringComparer.OrdinalIgnoreCase)
        {
            ["Inbound:Directory"] = settings.DataDirectory,
        });
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        if (settings.IsQuiet)
        {
            builder.Services.PostConfigure<LoggerFilterOptions>(OnlyErrors);
        }

        // What is printed is a command's answer; what is logged goes beside it.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        builder.WebHost.UseUrls(settings.Urls);
        builder.Services.AddSingleton(settings.Time);
        builder.AddEngine(settings);
        builder.Services.AddKreweGrains(builder.Configuration);
        builder.Services.AddKreweApi();
        builder.Services.AddSingleton(OwnerKey.Of(settings.OwnerKey));
        var app = builder.Build();
        app.MapKreweApi();
        return app;
    }

    private static void OnlyErrors(LoggerFilterOptions filter)
    {
        filter.Rules.Clear();
        filter.MinLevel = LogLevel.Error;
        filter.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
    }
}
