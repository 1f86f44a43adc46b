using Krewe.Api.Access;
using Krewe.Api.Activation;
using Krewe.Api.Backups;
using Krewe.Api.Events;
using Krewe.Api.Graph;
using Krewe.Api.Health;
using Krewe.Api.Identity;
using Krewe.Api.Onboarding;
using Krewe.Api.Profiles;
using Krewe.Api.Retention;
using Krewe.Api.Segments;
using Krewe.Api.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api;

/// <summary>The HTTP doors.</summary>
public static class ApiApplicationExtensions
{
    /// <summary>Adds what the doors need.</summary>
    public static IServiceCollection AddKreweApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddAccess();
        services.AddGraph();
        services.AddEvents();
        services.ConfigureHttpJsonOptions(
            options => ApiJson.Configure(options.SerializerOptions));
        return services;
    }

    /// <summary>Opens the doors.</summary>
    public static WebApplication MapKreweApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseWebSockets();
        app.UseAuthentication();
        app.UseAuthorization();
        InboundEndpoints.Map(app);
        SampleEndpoints.Map(app);
        ReportEndpoints.Map(app);
        WorkspaceEndpoints.Map(app);
        DataSourceEndpoints.Map(app);
        SegmentEndpoints.Map(app);
        DestinationEndpoints.Map(app);
        ProfileEndpoints.Map(app);
        RetentionEndpoints.Map(app);
        EventEndpoints.Map(app);
        HealthEndpoints.Map(app);
        BackupEndpoints.Map(app);
        KeyEndpoints.Map(app);
        AuditEndpoints.Map(app);
        app.MapGraph();
        return app;
    }
}
