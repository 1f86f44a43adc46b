using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans
{
    /// <summary>Stands before every call that reaches a grain.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }

    /// <summary>Stands before every call that leaves for a grain.</summary>
    public interface IOutgoingGrainCallFilter
    {
        Task Invoke(IOutgoingGrainCallContext context);
    }

    /// <summary>A call on its way.</summary>
    public interface IGrainCallContext
    {
        IInvokable Request { get; }

        object Grain { get; }

        GrainId? SourceId { get; }

        GrainId TargetId { get; }

        GrainInterfaceType InterfaceType { get; }

        string InterfaceName { get; }

        string MethodName { get; }

        MethodInfo InterfaceMethod { get; }

        object? Result { get; set; }

        Response? Response { get; set; }

        Task Invoke();
    }

    /// <summary>A call that has reached its grain.</summary>
    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        IGrainContext TargetContext { get; }

        MethodInfo ImplementationMethod { get; }
    }

    /// <summary>A call that leaves its caller.</summary>
    public interface IOutgoingGrainCallContext : IGrainCallContext
    {
        IGrainContext? SourceContext { get; }
    }

    public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

    public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
}

namespace Orleans.Serialization.Invocation
{
    /// <summary>A call's method and arguments.</summary>
    public interface IInvokable
    {
        bool IsCancellable { get; }

        object? GetTarget();

        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object value);

        string GetMethodName();

        string GetInterfaceName();

        string GetActivityName();

        MethodInfo GetMethod();

        Type GetInterfaceType();

        TimeSpan? GetDefaultResponseTimeout();

        CancellationToken GetCancellationToken();
    }
}
