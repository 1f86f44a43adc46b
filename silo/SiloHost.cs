using Krewe.Api;
using Krewe.Grains;

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
            builder.Logging.SetMinimumLevel(LogLevel.Error);
        }

        builder.WebHost.UseUrls(settings.Urls);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddEngine(settings);
        builder.Services.AddKreweGrains(builder.Configuration);
        builder.Services.AddKreweApi();
        var app = builder.Build();
        app.MapKreweApi();
        return app;
    }
}
