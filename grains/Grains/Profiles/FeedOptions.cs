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

    /// <summary>Changes that wait to be sent to one other silo; one more and that silo's
    /// subscribers are dropped. Default 65,536.</summary>
    [Range(1, 1_048_576)]
    public int LinkBufferMax { get; init; } = 65_536;

    /// <summary>How long a subscription waits for every silo to learn of it. Default
    /// 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a silo says that it is there. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RenewPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it tries while it does not know the others. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan JoinPeriod { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a silo that is no longer up has to take leave; then it counts as lost, and
    /// subscriptions of the others end. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan LeaveWait { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checked when the silo starts: a silo with bad options does not join.</summary>
[OptionsValidator]
internal sealed partial class FeedOptionsValidator : IValidateOptions<FeedOptions>;
