using System.ComponentModel.DataAnnotations;
using Krewe.Grains.Pacing;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Events;

/// <summary>How live events are taken in. Section: <c>Intake</c>.</summary>
public sealed record IntakeOptions : IValidatableObject
{
    /// <summary>Events of one part of the journal that wait to be applied; more are refused until
    /// some have been. Default 8,192.</summary>
    [Range(1, 1_048_576)]
    public int WaitingMax { get; init; } = 8_192;

    /// <summary>How long who was refused is asked to wait. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RefusedWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Events that are written at once. Default 1,024.</summary>
    [Range(1, 65_536)]
    public int PageEventsMax { get; init; } = 1_024;

    /// <summary>Events that are applied together. Default 4,096.</summary>
    [Range(1, 65_536)]
    public int AppliedTogetherMax { get; init; } = 4_096;

    /// <summary>Profiles that are called at once. Default 256.</summary>
    [Range(1, 16_384)]
    public int ProfileCallsMax { get; init; } = 256;

    /// <summary>Ids of events that one part remembers, to know repeats by; beyond it the oldest go
    /// before their time. Default 500,000.</summary>
    [Range(1, 16_777_216)]
    public int RememberedMax { get; init; } = 500_000;

    /// <summary>For how long an id is remembered, and up to a quarter of an hour more. Default
    /// 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "24.00:00:00")]
    public TimeSpan RememberedFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a caller that waits for its events to be applied does so at most. Default
    /// 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan AppliedWaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after a profile first failed; it doubles with each further failure.
    /// Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryWaitMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between attempts. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RetryWaitMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many failures the events of a profile are set aside, so that nobody else
    /// waits for them. Default 9, which takes some 20 s.</summary>
    [Range(1, 1_000)]
    public int HeldAfter { get; init; } = 9;

    /// <summary>Events of one part of the journal that may be set aside; beyond it the whole part
    /// waits. Default 1,024.</summary>
    [Range(0, 65_536)]
    public int HeldMax { get; init; } = 1_024;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        RetryWait.Check(RetryWaitMin, RetryWaitMax);
}

/// <summary>Checked when the silo starts: a silo with bad options does not join.</summary>
[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;
