using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Embedded;

/// <summary>What a filter sees of a call, and the place that the chain of filters has reached.
/// </summary>
/// <remarks>A filter that catches what the rest of the chain threw may invoke it again: the place
/// goes back by one with every exception.</remarks>
internal abstract class FilterContext(QueuedCall call, int stages) : IGrainCallContext
{
    private int _at;
    private IInvokable? _request;

    protected QueuedCall Call { get; } = call;

    public IInvokable Request => _request ??= new CallDescription(Call);

    public abstract object Grain { get; }

    public abstract GrainId TargetId { get; }

    public GrainId? SourceId => (Call.Source as Activation)?.GrainId;

    public GrainInterfaceType InterfaceType => new(InterfaceName);

    public string InterfaceName => Request.GetInterfaceName();

    public string MethodName => Call.Method.Name;

    public MethodInfo InterfaceMethod => Call.Method.Reflected;

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response is { Exception: null } answer ? answer.Result : null;
        set => Response = Response.FromResult(value);
    }

    public async Task Invoke()
    {
        var stage = _at++;
        try
        {
            if (stage < stages)
            {
                await InvokeStage(stage);
                return;
            }
            if (stage > stages)
            {
                throw new InvalidOperationException(
                    $"a filter of {Call.Method} went on twice: invoke the context once, or again "
                    + "only after it threw");
            }
            Response = await AnswerAsync();
            if (Response.Exception is { } fault)
            {
                ExceptionDispatchInfo.Throw(fault);
            }
        }
        catch
        {
            _at = stage;
            throw;
        }
    }

    protected abstract Task InvokeStage(int stage);

    /// <summary>Makes the call itself. Never throws: a failure is an answer too.</summary>
    protected abstract Task<Response> AnswerAsync();

    /// <summary>Gives the caller what the filters have left.</summary>
    protected void Settle()
    {
        if (Response?.Exception is { } fault)
        {
            Call.Fail(fault);
            return;
        }
        Call.SetBoxed(Response?.Result);
    }
}
