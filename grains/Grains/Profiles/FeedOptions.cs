using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Profiles;

/// <summary>How live changes reach subscribers. Section: <c>Feed</c>.</summary>
public sealed record FeedOptions
{
    /// <summary>Changes that wait for one subscriber; one more and it is dropped. Default
    /// 1,024.</summary>
    [Range(1, 1_048_576)]
    public int SubscriberBufferMax { get; init; } = 1_024;

    /// <summary>Changes of one segment that wait to be handed to its subscribers; one more and they
    /// are all dropped. Default 65,536.</summary>
    [Range(1, 1_048_576)]
    public int SegmentBufferMax { get; init; } = 65_536;
}

/// <summary>Checked when the silo starts: a silo with bad options does not join.</summary>
[OptionsValidator]
internal sealed partial class FeedOptionsValidator : IValidateOptions<FeedOptions>;
