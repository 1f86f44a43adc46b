namespace Krewe.Api.Health;

/// <summary>Knows whether this process can do its work.</summary>
public interface IReadiness
{
    /// <summary>Looks for what keeps this process from its work.</summary>
    /// <returns>What it is, or null if the process is ready.</returns>
    ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken);
}
