using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Onboarding;

/// <summary>How files are taken in. Section: <c>Inbound</c>.</summary>
public sealed record InboundOptions
{
    /// <summary>Where <c>inbound</c> and <c>archive</c> are.</summary>
    [Required]
    public string Directory { get; set; } = "data";

    /// <summary>How often the folder is looked at. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a dropped file must not have changed before it is taken up. Default
    /// 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Lines that are applied together, and done again after a crash. Default
    /// 8,192.</summary>
    [Range(1, 1_000_000)]
    public int ChunkLines { get; set; } = 8_192;
}

/// <summary>Checked when the silo starts.</summary>
[OptionsValidator]
internal sealed partial class InboundOptionsValidator : IValidateOptions<InboundOptions>;
