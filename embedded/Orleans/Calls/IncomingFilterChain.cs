using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>Runs the incoming filters around one call, on the grain's turn: those of the silo, and
/// the grain itself if it is one.</summary>
internal sealed class IncomingFilterChain(
    Activation activation, QueuedCall call, IIncomingGrainCallFilter[] filters)
    : FilterContext(call, filters.Length + (activation.Class.IsItsOwnFilter ? 1 : 0)),
        IIncomingGrainCallContext
{
    public override object Grain => activation.Grain!;

    public override GrainId TargetId => activation.GrainId;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var declaring = InterfaceMethod.DeclaringType!;
            var target = declaring.IsInstanceOfType(Grain)
                ? Grain
                : activation.GetExtension(declaring);
            var map = target.GetType().GetInterfaceMap(declaring);
            var isGeneric = InterfaceMethod.IsGenericMethod;
            var open = isGeneric ? InterfaceMethod.GetGenericMethodDefinition() : InterfaceMethod;
            var found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, open)];
            return isGeneric
                ? found.MakeGenericMethod(InterfaceMethod.GetGenericArguments())
                : found;
        }
    }

    internal static async Task RunAsync(
        Activation activation, QueuedCall call, IIncomingGrainCallFilter[] filters)
    {
        var chain = new IncomingFilterChain(activation, call, filters);
        await chain.Invoke();
        chain.Settle();
    }

    protected override Task InvokeStage(int stage) => stage < filters.Length
        ? filters[stage].Invoke(this)
        : ((IIncomingGrainCallFilter)Grain).Invoke(this);

    protected override async Task<Response> AnswerAsync()
    {
        try
        {
            return Response.FromResult(await Call.InvokeBoxedAsync(Grain));
        }
        catch (Exception exception)
        {
            // The filters may make it good for the caller; the grain's state is in doubt.
            activation.NoteFault(exception);
            return Response.FromException(exception);
        }
    }
}
