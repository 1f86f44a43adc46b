using System.Globalization;
using Krewe.Api.Events;

namespace Krewe.Api.Tests.Events;

/// <summary>Goal: whoever sets up a client finds what is wrong, however much is right.</summary>
public sealed class VerdictLogTests
{
    private readonly VerdictLog _log = new();

    [Fact]
    public void What_is_right_does_not_crowd_out_what_is_wrong()
    {
        Add("bad", "BAD_MESSAGE");
        for (var number = 0; number <= VerdictLog.EntriesMax; number++)
        {
            Add(number.ToString(CultureInfo.InvariantCulture), "ACCEPTED");
        }

        Assert.Equal("bad", Assert.Single(Latest("BAD_MESSAGE")).MessageId);
        var all = Latest(verdict: null);
        Assert.Equal(VerdictLog.EntriesMax + 1, all.Length);
        Assert.Equal("1000", all[0].MessageId);
        Assert.Equal("1", all[^2].MessageId);
        Assert.Equal("bad", all[^1].MessageId);
    }

    [Fact]
    public void The_latest_come_first_whatever_their_verdict()
    {
        Add("1", "ACCEPTED");
        Add("2", "NO_IDENTITY");
        Add("3", "ACCEPTED");
        Assert.Equal(["3", "2", "1"], Latest(verdict: null).Select(one => one.MessageId).ToArray());
        Assert.Equal(
            ["3", "2"],
            _log.Latest(source: null, verdict: null, 2).Select(one => one.MessageId).ToArray());
    }

    private void Add(string id, string verdict) => _log.Add(
        new EventAnswer(DateTimeOffset.UnixEpoch, "Website", id, "track", verdict, null, []));

    private EventAnswer[] Latest(string? verdict) =>
        [.. _log.Latest(source: null, verdict, int.MaxValue)];
}
