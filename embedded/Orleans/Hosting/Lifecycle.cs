namespace Orleans
{
    /// <summary>Takes part in a life: of the silo or of a grain.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable>
        where TLifecycleObservable : ILifecycleObservable
    {
        void Participate(TLifecycleObservable lifecycle);
    }

    /// <summary>A life in stages.</summary>
    public interface ILifecycleObservable
    {
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    /// <summary>What happens at one stage, on the way up and on the way down.</summary>
    public interface ILifecycleObserver
    {
        Task OnStart(CancellationToken cancellationToken = default);

        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>The stages of a silo.</summary>
    public static class ServiceLifecycleStage
    {
        public const int First = int.MinValue;
        public const int RuntimeInitialize = 2_000;
        public const int RuntimeServices = 4_000;
        public const int RuntimeStorageServices = 6_000;
        public const int RuntimeGrainServices = 8_000;
        public const int AfterRuntimeGrainServices = 8_100;
        public const int ApplicationServices = 10_000;
        public const int BecomeActive = Active - 1;
        public const int Active = 20_000;
        public const int Last = int.MaxValue;
    }

    /// <summary>Subscribing with functions.</summary>
    public static class LifecycleExtensions
    {
        public static IDisposable Subscribe(
            this ILifecycleObservable observable,
            string observerName,
            int stage,
            Func<CancellationToken, Task> onStart,
            Func<CancellationToken, Task>? onStop) =>
            observable.Subscribe(observerName, stage, new Observer(onStart, onStop));

        public static IDisposable Subscribe(
            this ILifecycleObservable observable,
            string observerName,
            int stage,
            Func<CancellationToken, Task> onStart) =>
            observable.Subscribe(observerName, stage, new Observer(onStart, OnStop: null));

        public static IDisposable Subscribe<TObserver>(
            this ILifecycleObservable observable,
            int stage,
            Func<CancellationToken, Task> onStart,
            Func<CancellationToken, Task> onStop) =>
            observable.Subscribe(typeof(TObserver).Name, stage, new Observer(onStart, onStop));

        public static IDisposable Subscribe<TObserver>(
            this ILifecycleObservable observable,
            int stage,
            Func<CancellationToken, Task> onStart) =>
            observable.Subscribe(
                typeof(TObserver).Name, stage, new Observer(onStart, OnStop: null));

        public static IDisposable Subscribe<TObserver>(
            this ILifecycleObservable observable, int stage, ILifecycleObserver observer) =>
            observable.Subscribe(typeof(TObserver).Name, stage, observer);

        public static IDisposable Subscribe(
            this ILifecycleObservable observable, int stage, ILifecycleObserver observer) =>
            observable.Subscribe(observer.GetType().Name, stage, observer);

        private sealed record Observer(
            Func<CancellationToken, Task> OnStart, Func<CancellationToken, Task>? OnStop)
            : ILifecycleObserver
        {
            Task ILifecycleObserver.OnStart(CancellationToken cancellationToken) =>
                OnStart(cancellationToken);

            Task ILifecycleObserver.OnStop(CancellationToken cancellationToken) =>
                OnStop?.Invoke(cancellationToken) ?? Task.CompletedTask;
        }
    }
}

namespace Orleans.Runtime
{
    /// <summary>The life of the silo.</summary>
    public interface ISiloLifecycle : ILifecycleObservable
    {
        int HighestCompletedStage { get; }

        int LowestStoppedStage { get; }
    }

    /// <summary>The life of one activation.</summary>
    public interface IGrainLifecycle : ILifecycleObservable;

    /// <summary>The stages of an activation.</summary>
    public static class GrainLifecycleStage
    {
        public const int First = int.MinValue;
        public const int SetupState = 1_000;
        public const int Activate = 2_000;
        public const int Last = int.MaxValue;
    }
}
