using Krewe.Sandbox.Calls;
using Krewe.Sandbox.Faults;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Meta: Custom Audiences over the Graph API, and its sign-in.</summary>
internal sealed class MetaPlatform : IPlatform
{
    public const string Name = "meta";
    public const string DefaultVersion = "v24.0";

    public string Key => Name;

    public bool OwnsHost(string host) =>
        host.EndsWith("facebook.com", StringComparison.OrdinalIgnoreCase);

    public async Task<PlatformCall> ReadAsync(
        HttpContext context, World world, PathString path, CancellationToken cancellationToken) =>
        await MetaCall.ReadAsync(context, world, path, cancellationToken);

    public Reply Answer(PlatformCall call)
    {
        var metaCall = (MetaCall)call;
        try
        {
            return MetaUsage.Stamp(metaCall, MetaRoutes.Answer(metaCall), regainMinutes: 0);
        }
        catch (MetaRefusalException refusal)
        {
            return Refuse(metaCall, refusal.Error, regainMinutes: null);
        }
    }

    public Reply Fail(PlatformCall call, FaultAction fault) =>
        Refuse(
            (MetaCall)call,
            MetaErrors.Named(fault.Error!, call.World.Clock.GetUtcNow()),
            fault.RegainMinutes);

    public Reply FailForNow(PlatformCall call) =>
        Refuse((MetaCall)call, MetaErrors.UnknownTransient, regainMinutes: null);

    private static Reply Refuse(MetaCall call, MetaError error, int? regainMinutes)
    {
        var wait = error.IsRateLimit ? regainMinutes ?? MetaUsage.RegainMinutes(call) : 0;
        return MetaUsage.Stamp(call, error.ToReply(call), wait);
    }
}
