using System.Collections.Immutable;
using System.Text;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

public sealed class DestinationStateTests
{
    private const string Golden =
        "{\"version\":1,\"definition\":{\"id\":3,\"name\":\"Meta\",\"account\":\"acme\","
        + "\"dataSource\":2,\"exportLabels\":1,\"mappings\":[{\"segment\":7,"
        + "\"start\":\"2026-11-01\"}]},\"account\":{\"name\":\"acme\",\"platform\":\"meta\","
        + "\"adAccountId\":\"42\",\"token\":\"env:TOKEN\",\"contacts\":[]},"
        + "\"audiences\":{\"7\":\"23850\"},\"pausedBecause\":\"why\",\"owesWaking\":true,"
        + "\"lost\":[8]}";

    private static readonly DestinationState State = new()
    {
        Definition = new DestinationDefinition
        {
            Id = new DestinationId(3),
            Name = "Meta",
            Account = "acme",
            DataSource = new DataSourceId(2),
            Mappings =
            [
                new SegmentMapping
                {
                    Segment = new SegmentId(7),
                    Start = new DateOnly(2026, 11, 1),
                },
            ],
        },
        Account = new AccountDefinition
        {
            Name = "acme",
            Platform = "meta",
            AdAccountId = "42",
            Token = "env:TOKEN",
        },
        Audiences = ImmutableDictionary<SegmentId, string>.Empty.Add(new SegmentId(7), "23850"),
        PausedBecause = "why",
        OwesWaking = true,
        Lost = [new SegmentId(8)],
    };

    [Theory]
    [InlineData("{\"version\":2,\"audiences\":{},\"owesWaking\":false,\"lost\":[]}")]
    [InlineData("{\"version\":1,")]
    public void Destination_is_refused_when_it_is_damaged_or_from_the_future(string text)
    {
        Assert.Throws<FormatException>(
            () => DestinationStateCodec.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Destination_keeps_its_form()
    {
        Assert.Equal(Golden, Encoding.UTF8.GetString(DestinationStateCodec.Write(State).Span));
        var read = DestinationStateCodec.Read(Encoding.UTF8.GetBytes(Golden));
        Assert.Equal(Golden, Encoding.UTF8.GetString(DestinationStateCodec.Write(read).Span));
    }

    [Fact]
    public void Audiences_left_behind_are_kept_beside_the_rest()
    {
        var left = new LeftAudience("meta", "41", "env:OLD", "23849");
        var written = DestinationStateCodec.Write(State with { Left = [left] });

        Assert.Equal(
            Golden[..^1] + ",\"left\":[{\"platform\":\"meta\",\"adAccountId\":\"41\","
            + "\"token\":\"env:OLD\",\"audience\":\"23849\"}]}",
            Encoding.UTF8.GetString(written.Span));
        Assert.Equal(left, Assert.Single(DestinationStateCodec.Read(written.Span).Left));
    }
}
