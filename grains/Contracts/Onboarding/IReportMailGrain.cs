namespace Krewe.Contracts.Onboarding;

/// <summary>Mails the report on a day's files to the recipients of each data source, once the day
/// is over. Key: the workspace.</summary>
[Alias("report-mail")]
public interface IReportMailGrain : IGrainWithStringKey
{
    /// <summary>Sees to the reports on days that are over. Answers before they are sent.</summary>
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>How far it is.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<ReportMailStatus> GetAsync(CancellationToken cancellationToken);
}

/// <summary>How far the mailing of reports is.</summary>
[GenerateSerializer, Immutable, Alias("report-mail-status")]
public sealed record ReportMailStatus
{
    /// <summary>False where no mail server is set: nothing is sent to anybody.</summary>
    [Id(0)]
    public bool IsOn { get; init; }

    /// <summary>The last UTC day whose reports are seen to; null before the first.</summary>
    [Id(1)]
    public DateOnly? Through { get; init; }

    /// <summary>Reports sent since the workspace began.</summary>
    [Id(2)]
    public long Sent { get; init; }

    /// <summary>Why the last report was not sent, which is tried again; null if it was.</summary>
    [Id(3)]
    public string? Fault { get; init; }
}
