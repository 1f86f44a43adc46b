using Krewe.Domain.Segments;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Activation;

/// <content>What operators read.</content>
internal sealed partial class DestinationGrain
{
    [LoggerMessage(LogLevel.Warning, "Destination {Destination} is paused: {Reason}")]
    private partial void LogPaused(string destination, string reason);

    [LoggerMessage(LogLevel.Information, "Destination {Destination} resumes: the token changed")]
    private partial void LogTokenChanged(string destination);

    [LoggerMessage(
        LogLevel.Warning,
        "Destination {Destination}: the audience {Audience} of segment {Segment} is gone and is "
        + "made anew")]
    private partial void LogLost(string destination, SegmentId segment, string audience);

    [LoggerMessage(
        LogLevel.Information,
        "Destination {Destination}: the audience {Audience} in the former ad account {AdAccount} "
        + "is deleted")]
    private partial void LogDeleted(string destination, string audience, string adAccount);

    [LoggerMessage(
        LogLevel.Warning,
        "Destination {Destination}: the audience {Audience} stays behind in the former ad account "
        + "{AdAccount}: {Reason}. It is tried again every day")]
    private partial void LogLeft(
        string destination, string audience, string adAccount, string reason);
}
