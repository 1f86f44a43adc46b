using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;

namespace Krewe.Grains.Profiles;

/// <summary>A feed of this process, as its links to other silos see it.</summary>
internal interface IFeedReceiver
{
    /// <summary>Says whether silos elsewhere want to hear of what happens here.</summary>
    void Listen(bool isOn);

    /// <summary>Adds what this process's subscribers want, workspace by workspace.</summary>
    IEnumerable<WatchedWorkspace> Watched();

    /// <summary>Hands a change from another silo to this process's subscribers.</summary>
    void Receive(FeedItem item);

    /// <summary>Ends this process's subscriptions.</summary>
    /// <param name="workspace">Of one workspace; null: all.</param>
    /// <param name="fault">Why.</param>
    void EndAll(WorkspaceId? workspace, Exception fault);
}
