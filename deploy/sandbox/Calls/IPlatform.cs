using Krewe.Sandbox.Faults;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Calls;

/// <summary>One emulated ad platform. The pipeline does what all of them share.</summary>
internal interface IPlatform
{
    /// <summary>Its name in faults and journal, and the first segment of its paths.</summary>
    string Key { get; }

    /// <summary>Whether a host name is its own, for clients that take no path prefix.</summary>
    bool OwnsHost(string host);

    /// <summary>Reads a call whole; what it cannot make sense of, it answers later.</summary>
    Task<PlatformCall> ReadAsync(
        HttpContext context, World world, PathString path, CancellationToken cancellationToken);

    /// <summary>Applies a call and answers it, in memory and without waiting.</summary>
    Reply Answer(PlatformCall call);

    /// <summary>The platform's own error, by the name that a fault gives it.</summary>
    Reply Fail(PlatformCall call, FaultAction fault);

    /// <summary>The platform's way to say "try again": used when half was applied.</summary>
    Reply FailForNow(PlatformCall call);
}
