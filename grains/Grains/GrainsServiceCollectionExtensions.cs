using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Segments;
using Krewe.Domain.Profiles;
using Krewe.Grains.Access;
using Krewe.Grains.Activation;
using Krewe.Grains.Activation.Meta;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Events;
using Krewe.Grains.Mail;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Krewe.Grains.Retention;
using Krewe.Grains.Segments;
using Krewe.Grains.Storage;
using Krewe.Grains.Workspaces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Krewe.Grains;

/// <summary>Registers what the grains need.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>Adds the grains' services; storage, streams and reminders are the silo's.</summary>
    public static IServiceCollection AddKreweGrains(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<CatalogCache>();
        services.AddSingleton<ICatalogs>(provider =>
            provider.GetRequiredService<CatalogCache>());
        services.AddSingleton<ISegmentCensus, SegmentCensus>();
        services.AddSingleton<ISegmentEstimates, SegmentEstimates>();
        services.AddSingleton<ISegmentPopulations, SegmentPopulationsCache>();
        services.AddSingleton<IGrainStorageSerializer, StateSerializer>();
        services.AddStateForms();
        services.AddAccess();
        services.AddFeeds(configuration);
        services.AddFeedLinks();
        services.AddOnboarding(configuration);
        services.AddIntake(configuration);
        services.AddMail(configuration);
        services.AddActivation(configuration);
        services.AddMetaPlatform(configuration);
        services.AddHostedService<ResumeService>();
        return services;
    }

    private static void AddStateForms(this IServiceCollection services)
    {
        services.AddSingleton(StateForm.Of(ProfileCodec.Write, ProfileCodec.Read));
        services.AddSingleton(StateForm.Of<ProfileHandleSecret>(
            ProfileHandleSecret.Write, ProfileHandleSecret.Read));
        services.AddSingleton(StateForm.Of<DuePages>(DueCodec.Write, DueCodec.ReadPages));
        services.AddSingleton(StateForm.Of<DuePage>(DueCodec.Write, DueCodec.ReadPage));
        services.AddSingleton(StateForm.Of(BackfillCodec.Write, BackfillCodec.Read));
        services.AddSingleton(StateForm.Of(RetentionCodec.Write, RetentionCodec.Read));
        services.AddSingleton(StateForm.Of(WorkspaceCodec.Write, WorkspaceCodec.Read));
        services.AddSingleton(StateForm.Json(OnboardingJson.Default.InboundState));
        services.AddSingleton(StateForm.Json(OnboardingJson.Default.ImportJobState));
        services.AddSingleton(StateForm.Json(OnboardingJson.Default.ReportMailState));
    }

    private static void AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>()
            .Bind(configuration.GetSection("Mail"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<IMailSender, SmtpMailSender>();
    }

    private static void AddOnboarding(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InboundOptions>()
            .Bind(configuration.GetSection("Inbound"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<InboundOptions>, InboundOptionsValidator>();
        services.AddSingleton<InboundFolder>();
        services.AddSingleton<IInboundFiles>(provider =>
            provider.GetRequiredService<InboundFolder>());
        services.AddSingleton<IOnboardingReports, OnboardingReports>();
        services.AddHostedService<InboundService>();
    }
}
