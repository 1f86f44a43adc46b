using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>A call as filters and predicates see it: its method and its arguments.</summary>
internal sealed class CallDescription(QueuedCall call) : IInvokable
{
    public bool IsCancellable => call.Cancellation.CanBeCanceled;

    public object? GetTarget() => call.Target?.Grain;

    public int GetArgumentCount() => call.Arguments.Count;

    public object? GetArgument(int index) => call.Arguments.Get(index);

    public void SetArgument(int index, object value)
    {
        var arguments = call.Arguments;
        arguments.Set(index, value);
        call.Arguments = arguments;
    }

    public string GetMethodName() => call.Method.Name;

    public string GetInterfaceName() =>
        call.Method.InterfaceType.FullName ?? call.Method.InterfaceType.Name;

    public string GetActivityName() => call.Method.ToString();

    public MethodInfo GetMethod() => call.Method.Reflected;

    public Type GetInterfaceType() => call.Method.InterfaceType;

    public TimeSpan? GetDefaultResponseTimeout() => call.Method.ResponseTimeout;

    public CancellationToken GetCancellationToken() => call.Cancellation;
}
