namespace Krewe.GraphQL.Host;

/// <summary>What the schema shows: a few objects, always the same at the start.</summary>
public sealed class Catalog
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Segment> _segments = [];

    public Catalog()
    {
        for (var n = 1; n <= 120; n++)
        {
            var segment = new Segment($"{n}", n, $"Segment {n:D3}", "1", SegmentStatus.Active, 1);
            _segments.Add(segment.Id, segment);
        }
    }

    public IReadOnlyList<DataSource> DataSources { get; } =
    [
        new("1", 999_999, "Email_LC_SHA256", "E-mail", IdType.CrossDevice, BuiltIn: true),
        new("2", 20_914, "IDFA", "Apple", IdType.DeviceAdvertisingId, BuiltIn: true),
        new("3", 300, "crm", "CRM", IdType.CrossDevice, BuiltIn: false),
    ];

    public IReadOnlyList<Profile> Profiles { get; } =
    [
        new(
            "p1",
            7,
            new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            [new("1", "aa"), new("2", "bb")],
            [new("crm.tier", "gold"), new("crm.score", "12")]),
        new("p2", 1, new(2026, 2, 2, 3, 4, 5, TimeSpan.Zero), [new("3", "cc")], []),
    ];

    public IReadOnlyList<Segment> Segments
    {
        get
        {
            lock (_gate)
            {
                return [.. _segments.Values.OrderBy(segment => segment.Sid)];
            }
        }
    }

    /// <summary>How often data sources were loaded: batches, not keys.</summary>
    public int DataSourceBatches { get; set; }

    public Segment? Segment(string id)
    {
        lock (_gate)
        {
            return _segments.GetValueOrDefault(id);
        }
    }

    public void Keep(Segment segment)
    {
        lock (_gate)
        {
            _segments[segment.Id] = segment;
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _segments.Remove(id);
        }
    }
}
