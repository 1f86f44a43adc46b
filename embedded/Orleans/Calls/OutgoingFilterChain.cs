using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Runs the outgoing filters around one call, on the caller's side.</summary>
/// <remarks>The call that the caller waits for is answered here; the one that is sent is its
/// twin, so that filters see the result before the caller does.</remarks>
internal sealed class OutgoingFilterChain(GrainProxy target, Silo silo, QueuedCall call)
    : FilterContext(call), IOutgoingGrainCallContext
{
    private int _at;

    public override object Grain => target;

    public override GrainId TargetId => target.GrainId;

    public IGrainContext? SourceContext => Call.Source as Activation;

    internal static void Start(GrainProxy target, Silo silo, QueuedCall call) =>
        _ = new OutgoingFilterChain(target, silo, call).RunAsync();

    public override async Task Invoke()
    {
        if (_at < silo.OutgoingFilters.Length)
        {
            await silo.OutgoingFilters[_at++].Invoke(this);
            return;
        }
        var twin = Call.Twin();
        target.Deliver(silo, twin);
        Result = await twin.AnswerBoxedAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            await Invoke();
            Call.SetBoxed(Result);
        }
        catch (Exception exception)
        {
            Call.Fail(exception);
        }
    }
}
