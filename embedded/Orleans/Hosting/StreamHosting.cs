using Krewe.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Hosting
{
    /// <summary>Configures streams in memory; one process has nothing to configure.</summary>
    public interface ISiloMemoryStreamConfigurator;

    /// <summary>Streams need a provider as well.</summary>
    public static class SiloBuilderStreamingExtensions
    {
        public static ISiloBuilder AddStreaming(this ISiloBuilder builder) => builder;
    }

    /// <summary>Adds streams that last as long as the process.</summary>
    public static class SiloBuilderMemoryStreamExtensions
    {
        public static ISiloBuilder AddMemoryStreams(
            this ISiloBuilder builder,
            string name,
            Action<ISiloMemoryStreamConfigurator>? configure = null) =>
            builder.AddStreams(name, static (_, _) => null);
    }
}

namespace Krewe.Embedded
{
    public static partial class EmbeddedHostingExtensions
    {
        /// <summary>Adds streams that are kept in the host's <see cref="IDurableStore"/>: an item
        /// that was taken in is delivered at least once, in order, also after a crash.</summary>
        public static ISiloBuilder AddEmbeddedStreams(this ISiloBuilder builder, string name) =>
            builder.AddStreams(name, static (services, name) =>
                new StreamLog(services.GetRequiredService<IDurableStore>(), name));

        internal static ISiloBuilder AddStreams(
            this ISiloBuilder builder,
            string name,
            Func<IServiceProvider, string, StreamLog?> log)
        {
            builder.Services.AddKeyedSingleton(name, (services, _) => new StreamProvider(
                services.GetRequiredService<Silo>(), name, log(services, name)));
            builder.Services.AddKeyedSingleton<IStreamProvider>(
                name, (services, _) => services.GetRequiredKeyedService<StreamProvider>(name));
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                services => services.GetRequiredKeyedService<StreamProvider>(name));
            return builder;
        }
    }
}
