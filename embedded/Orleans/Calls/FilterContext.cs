using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>What a filter sees of a call.</summary>
internal abstract class FilterContext(QueuedCall call) : IGrainCallContext, IInvokable
{
    protected QueuedCall Call { get; } = call;

    public IInvokable Request => this;

    public abstract object Grain { get; }

    public abstract GrainId TargetId { get; }

    public GrainId? SourceId => (Call.Source as Activation)?.GrainId;

    public GrainInterfaceType InterfaceType => new(GetInterfaceName());

    public string InterfaceName => GetInterfaceName();

    public string MethodName => Call.Method.Name;

    public MethodInfo InterfaceMethod => Call.Method.Reflected;

    public object? Result { get; set; }

    public abstract Task Invoke();

    public int GetArgumentCount() => Call.Arguments.Count;

    public object? GetArgument(int index) => Call.Arguments.Get(index);

    public void SetArgument(int index, object value)
    {
        var arguments = Call.Arguments;
        arguments.Set(index, value);
        Call.Arguments = arguments;
    }

    public string GetMethodName() => Call.Method.Name;

    public string GetInterfaceName() =>
        Call.Method.InterfaceType.FullName ?? Call.Method.InterfaceType.Name;

    public string GetActivityName() => $"{Call.Method.InterfaceType.Name}/{Call.Method.Name}";

    public MethodInfo GetMethod() => Call.Method.Reflected;

    public Type GetInterfaceType() => Call.Method.InterfaceType;

    public TimeSpan? GetDefaultResponseTimeout() => Call.Method.ResponseTimeout;
}
