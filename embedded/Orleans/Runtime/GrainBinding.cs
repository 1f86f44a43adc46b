using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>One grain class seen through one interface.</summary>
internal sealed record GrainBinding(
    GrainClass Class, Type Interface, Func<GrainProxyTarget, GrainReference> Proxy)
{
    internal GrainInterfaceType InterfaceType { get; } = new(Interface.FullName ?? Interface.Name);

    internal GrainReference Reference(IdSpan key) => Proxy(new GrainProxyTarget(this, key));
}
