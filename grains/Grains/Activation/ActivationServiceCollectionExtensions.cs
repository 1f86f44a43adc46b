using Krewe.Domain.Activation;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;
using Krewe.Grains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Activation;

/// <summary>Registers what destinations need.</summary>
internal static class ActivationServiceCollectionExtensions
{
    /// <summary>Adds delivery, set up by the section <c>Delivery</c>; platforms add
    /// themselves.</summary>
    public static IServiceCollection AddActivation(
        this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveryOptions>()
            .Bind(configuration.GetSection("Delivery"))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsValidator>();
        services.TryAddSingleton<ISecrets, Secrets>();
        services.TryAddSingleton<IAudiencePlatforms, AudiencePlatforms>();
        services.AddSingleton(StateForm.Of<DestinationState>(
            DestinationStateCodec.Write, DestinationStateCodec.Read));
        services.AddSingleton(StateForm.Of<ShardState>(
            ShardStateCodec.Write, ShardStateCodec.Read));
        services.AddSingleton(StateForm.Of<DeliveryPage>(
            DeliveryPageCodec.Write, DeliveryPageCodec.Read));
        services.AddSingleton(StateForm.Of<RosterPage>(
            RosterPageCodec.Write, RosterPageCodec.Read));
        services.AddSingleton(StateForm.Of<LedgerEntry>(LedgerCodec.Write, LedgerCodec.Read));
        return services;
    }
}
