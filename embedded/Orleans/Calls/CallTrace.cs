using System.Diagnostics;
using Orleans;
using Orleans.Diagnostics;
using Orleans.Serialization.Invocation;

namespace Orleans.Diagnostics
{
    /// <summary>The names of the engine's sources of activities.</summary>
    public static class ActivitySources
    {
        public const string ApplicationGrainActivitySourceName = "Microsoft.Orleans.Application";
        public const string RuntimeActivitySourceName = "Microsoft.Orleans.Runtime";
        public const string LifecycleActivitySourceName = "Microsoft.Orleans.Lifecycle";
        public const string StorageActivitySourceName = "Microsoft.Orleans.Storage";
        public const string DurableJobsActivitySourceName = "Microsoft.Orleans.DurableJobs";
        public const string AllActivitySourceName = "Microsoft.Orleans.*";
    }
}

namespace Krewe.Embedded
{
    /// <summary>An activity around each call, on the caller's side and on the grain's.</summary>
    /// <remarks>Calls pass through it only while somebody listens. Keys of grains may be personal,
    /// so only the interface and the method are named.</remarks>
    internal sealed class CallTrace : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
    {
        private static readonly ActivitySource Source =
            new(ActivitySources.ApplicationGrainActivitySourceName, "1.0.0");

        internal static bool HasListeners => Source.HasListeners();

        public Task Invoke(IIncomingGrainCallContext context) =>
            TraceAsync(context, ActivityKind.Server);

        public Task Invoke(IOutgoingGrainCallContext context) =>
            TraceAsync(context, ActivityKind.Client);

        private static async Task TraceAsync(IGrainCallContext context, ActivityKind kind)
        {
            using var activity = Start(context.Request, kind);
            try
            {
                await context.Invoke();
            }
            catch (Exception exception)
            {
                activity?.SetStatus(ActivityStatusCode.Error);
                activity?.SetTag("exception.type", exception.GetType().FullName);
                throw;
            }
        }

        private static Activity? Start(IInvokable request, ActivityKind kind) =>
            Source.StartActivity(request.GetActivityName(), kind)
                ?.SetTag("rpc.system", "orleans")
                .SetTag("rpc.service", request.GetInterfaceName())
                .SetTag("rpc.method", request.GetMethodName());
    }
}
