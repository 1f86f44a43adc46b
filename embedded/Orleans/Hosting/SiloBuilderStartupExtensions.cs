using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Runs once when the silo starts, and may call grains.</summary>
    public interface IStartupTask
    {
        Task Execute(CancellationToken cancellationToken);
    }
}

namespace Orleans.Hosting
{
    /// <summary>Adds what runs at the start.</summary>
    public static class SiloBuilderStartupExtensions
    {
        public static ISiloBuilder AddStartupTask<TStartup>(
            this ISiloBuilder builder, int stage = ServiceLifecycleStage.Active)
            where TStartup : class, IStartupTask =>
            builder.AddStartupTask(
                static (services, token) =>
                    ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services)
                        .Execute(token),
                stage);

        public static ISiloBuilder AddStartupTask(
            this ISiloBuilder builder,
            IStartupTask startupTask,
            int stage = ServiceLifecycleStage.Active) =>
            builder.AddStartupTask((_, token) => startupTask.Execute(token), stage);

        public static ISiloBuilder AddStartupTask(
            this ISiloBuilder builder,
            Func<IServiceProvider, CancellationToken, Task> startupTask,
            int stage = ServiceLifecycleStage.Active)
        {
            builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                services => new Participant(services, startupTask, stage));
            return builder;
        }

        private sealed class Participant(
            IServiceProvider services,
            Func<IServiceProvider, CancellationToken, Task> task,
            int stage) : ILifecycleParticipant<ISiloLifecycle>
        {
            public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
                nameof(IStartupTask), stage, token => task(services, token));
        }
    }
}
