using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Runs the incoming filters around one call, on the grain's turn.</summary>
internal sealed class IncomingFilterChain(
    Activation activation, QueuedCall call, IIncomingGrainCallFilter[] filters)
    : FilterContext(call), IIncomingGrainCallContext
{
    private int _at;

    public override object Grain => activation.Grain!;

    public override GrainId TargetId => activation.GrainId;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(Call.Method.Reflected.DeclaringType!);
            return map.TargetMethods[
                Array.IndexOf(map.InterfaceMethods, Call.Method.Reflected)];
        }
    }

    internal static async Task RunAsync(
        Activation activation, QueuedCall call, IIncomingGrainCallFilter[] filters)
    {
        var chain = new IncomingFilterChain(activation, call, filters);
        await chain.Invoke();
        call.SetBoxed(chain.Result);
    }

    public override async Task Invoke()
    {
        if (_at < filters.Length)
        {
            await filters[_at++].Invoke(this);
            return;
        }
        if (_at++ == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
            return;
        }
        Result = await Call.InvokeBoxedAsync(Grain);
    }
}
