using Krewe.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.BroadcastChannel;

namespace Orleans.Hosting;

/// <summary>Adds broadcast channels.</summary>
public static class ChannelHostingExtensions
{
    public static ISiloBuilder AddBroadcastChannel(
        this ISiloBuilder @this, string name, Action<BroadcastChannelOptions> configureOptions) =>
        @this.AddBroadcastChannel(name, options => options.Configure(configureOptions));

    public static ISiloBuilder AddBroadcastChannel(
        this ISiloBuilder @this,
        string name,
        Action<OptionsBuilder<BroadcastChannelOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(@this.Services.AddOptions<BroadcastChannelOptions>(name));
        @this.Services.AddKeyedSingleton<IBroadcastChannelProvider>(
            name,
            (services, _) => new BroadcastChannels(
                services.GetRequiredService<Silo>(),
                name,
                services.GetRequiredService<IOptionsMonitor<BroadcastChannelOptions>>()
                    .Get(name)));
        return @this;
    }

    public static IBroadcastChannelProvider GetBroadcastChannelProvider(
        this IClusterClient @this, string name) =>
        @this.ServiceProvider.GetKeyedService<IBroadcastChannelProvider>(name)
        ?? throw new KeyNotFoundException(
            $"there is no broadcast channel provider called \"{name}\": add one with "
            + "AddBroadcastChannel");
}
