using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Grains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Events;

/// <summary>Registers what live events need.</summary>
internal static class IntakeServiceCollectionExtensions
{
    /// <summary>Adds the journal of live events, set up by the section <c>Intake</c>.</summary>
    public static IServiceCollection AddIntake(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IntakeOptions>()
            .Bind(configuration.GetSection("Intake"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IntakeOptions>, IntakeOptionsValidator>();
        services.AddMetrics();
        services.AddSingleton<IntakeMetrics>();
        services.AddSingleton<IEventIntake, EventIntake>();
        services.AddSingleton(StateForm.Of<IntakePages>(
            IntakeCodec.Write, IntakeCodec.ReadPages));
        services.AddSingleton(StateForm.Of<IntakePage>(IntakeCodec.Write, IntakeCodec.ReadPage));
        services.AddSingleton(StateForm.Of<IntakeIds>(IntakeCodec.Write, IntakeCodec.ReadIds));
        return services;
    }
}
