using System.ComponentModel.DataAnnotations;
using Krewe.Grains.Pacing;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Activation;

/// <summary>How qualifications leave for platforms. Section: <c>Delivery</c>.</summary>
public sealed record DeliveryOptions : IValidatableObject
{
    /// <summary>Members in one call, as far as the platform takes so many. Default
    /// 10,000.</summary>
    [Range(1, 10_000)]
    public int BatchMembersMax { get; init; } = 10_000;

    /// <summary>How long a part-full batch waits for more. Default 1 s; zero sends it at
    /// once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a first failure; it doubles with each further one. Default
    /// 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RetryWaitMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts, unless the platform asks for a longer one.
    /// Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryWaitMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Ledger entries that a shard reads or writes at once. Default 512.</summary>
    [Range(1, 16_384)]
    public int LedgerCallsInFlightMax { get; init; } = 512;

    /// <summary>Calls spent on finding the members for which a batch is refused; after that the
    /// rest of the batch counts as refused. Default 64; 1 refuses the batch whole.</summary>
    [Range(1, 10_000)]
    public int RefusedCallsMax { get; init; } = 64;

    /// <summary>How often a paused destination looks whether its token has changed. Default
    /// 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TokenCheckPeriod { get; init; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        RetryWait.Check(RetryWaitMin, RetryWaitMax);
}

/// <summary>Checked when the silo starts: a silo with bad options does not join.</summary>
[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
