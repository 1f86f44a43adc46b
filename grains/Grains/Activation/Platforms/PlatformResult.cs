using System.Diagnostics.CodeAnalysis;

namespace Krewe.Grains.Activation.Platforms;

/// <summary>Either what was asked for or why it did not happen.</summary>
internal sealed class PlatformResult<T>
{
    private PlatformResult(T? value, DeliveryFault? fault)
    {
        Value = value;
        Fault = fault;
    }

    public T? Value { get; }

    public DeliveryFault? Fault { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Fault is null;

    public static implicit operator PlatformResult<T>(T value) => new(value, fault: null);

    public static implicit operator PlatformResult<T>(DeliveryFault fault) =>
        new(default, fault);

    public override string ToString() => Fault?.ToString() ?? $"{Value}";
}
