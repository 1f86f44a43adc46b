using Krewe.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Hosting
{
    /// <summary>Reminders need a table as well, which says where they are kept.</summary>
    public static class SiloBuilderReminderExtensions
    {
        public static ISiloBuilder AddReminders(this ISiloBuilder builder) => builder;

        public static void AddReminders(this IServiceCollection services) =>
            ArgumentNullException.ThrowIfNull(services);
    }

    /// <summary>Adds reminders that last as long as the process.</summary>
    public static class SiloBuilderReminderMemoryExtensions
    {
        public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) =>
            builder.AddReminderService(static _ => new MemoryReminderTable());
    }
}

namespace Krewe.Embedded
{
    /// <summary>Parts of the embedded engine that have no counterpart elsewhere.</summary>
    public static partial class EmbeddedHostingExtensions
    {
        /// <summary>Adds reminders that are kept in the host's <see cref="IDurableStore"/>.
        /// </summary>
        public static ISiloBuilder UseEmbeddedReminders(this ISiloBuilder builder) =>
            builder.AddReminderService(static services =>
                new DurableReminderTable(services.GetRequiredService<IDurableStore>()));

        internal static ISiloBuilder AddReminderService(
            this ISiloBuilder builder, Func<IServiceProvider, IReminderTable> table)
        {
            builder.Services.AddSingleton(services => new ReminderService(
                services.GetRequiredService<Silo>(),
                table(services),
                services.GetRequiredService<IOptions<ReminderOptions>>()));
            builder.Services.AddSingleton<IReminderRegistry>(
                services => services.GetRequiredService<ReminderService>());
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                services => services.GetRequiredService<ReminderService>());
            return builder;
        }
    }
}
