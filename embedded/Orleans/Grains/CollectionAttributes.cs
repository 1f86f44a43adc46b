namespace Orleans;

/// <summary>An activation of this class is never collected for being idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class KeepAliveAttribute : Attribute;

/// <summary>How long an activation of this class may be idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class CollectionAgeLimitAttribute : Attribute
{
    public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _fixed;

    public CollectionAgeLimitAttribute()
    {
    }

    public CollectionAgeLimitAttribute(string inactivityPeriod)
    {
        _fixed = TimeSpan.Parse(
            inactivityPeriod, System.Globalization.CultureInfo.InvariantCulture);
    }

    public double Days { get; set; }

    public double Hours { get; set; }

    public double Minutes { get; set; }

    public bool AlwaysActive { get; set; }

    public TimeSpan AgeLimit
    {
        get
        {
            var asked = _fixed ?? TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours)
                + TimeSpan.FromMinutes(Minutes);
            return asked < MinAgeLimit ? MinAgeLimit : asked;
        }
    }
}
