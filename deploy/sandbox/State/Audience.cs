namespace Krewe.Sandbox.State;

/// <summary>A list of people in an ad account.</summary>
/// <remarks>Everything that changes is read and written under <see cref="Gate"/>.</remarks>
internal sealed class Audience(string id, AdAccount account, DateTimeOffset createdAt, TimeSpan lag)
{
    public const int SessionsMax = 1_000;

    public Lock Gate { get; } = new();

    public string Id { get; } = id;

    public AdAccount Account { get; } = account;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public DateTimeOffset ContentUpdatedAt { get; set; } = createdAt;

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>Whatever else the client set, as text: told back when asked for.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public MemberSet Members { get; set; } = new();

    /// <summary>The replacement being uploaded; its members show only when it closes.</summary>
    public (UploadSession Session, MemberSet Staged)? Replace { get; set; }

    public Dictionary<long, UploadSession> Sessions { get; } = [];

    public CountHistory History { get; } = new(lag);

    public long Received { get; set; }

    public long Invalid { get; set; }

    public void ContentChanged(DateTimeOffset now)
    {
        ContentUpdatedAt = now;
        History.Record(now, Members.Count);
    }

    /// <summary>Remembers a session; the one that was idle longest makes room.</summary>
    public void Remember(UploadSession session)
    {
        if (Sessions.Count >= SessionsMax)
        {
            Sessions.Remove(Sessions.Values.MinBy(known => known.TouchedAt)!.Id);
        }

        Sessions[session.Id] = session;
    }
}
