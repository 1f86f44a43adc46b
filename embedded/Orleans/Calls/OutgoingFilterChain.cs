using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>Runs the outgoing filters around one call, on the caller's side.</summary>
/// <remarks>The call that the caller waits for is answered here; the one that is sent is its
/// twin, so that filters see the result before the caller does. What they put into the request
/// context goes with the twin.</remarks>
internal sealed class OutgoingFilterChain(
    GrainProxy target, Silo silo, QueuedCall call, IOutgoingGrainCallFilter[] filters)
    : FilterContext(call, filters.Length), IOutgoingGrainCallContext
{
    public override object Grain => target;

    public override GrainId TargetId => target.GrainId;

    public IGrainContext? SourceContext => Call.Source as Activation;

    internal static void Start(
        GrainProxy target, Silo silo, QueuedCall call, IOutgoingGrainCallFilter[] filters) =>
        _ = new OutgoingFilterChain(target, silo, call, filters).RunAsync();

    protected override Task InvokeStage(int stage) => filters[stage].Invoke(this);

    protected override async Task<Response> AnswerAsync()
    {
        try
        {
            var twin = Call.Twin();
            twin.CaptureLocals();
            target.Deliver(silo, twin);
            return Response.FromResult(await twin.AnswerBoxedAsync());
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Invoke();
            Settle();
        }
        catch (Exception exception)
        {
            Call.Fail(exception);
        }
    }
}
