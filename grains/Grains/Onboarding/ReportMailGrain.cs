using System.Collections.Immutable;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Mail;
using Krewe.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Onboarding;

/// <summary>Mails the reports on days that are over, each data source's once.</summary>
/// <remarks>
/// A mail is noted after the server took it, so a crash between the two sends it again under the
/// same id. A server that does not answer is tried again every quarter of an hour; after a week a
/// report is given up.
/// </remarks>
internal sealed partial class ReportMailGrain(
    [PersistentState("report-mail")] IPersistentState<ReportMailState> storage,
    IOnboardingReports reports,
    ICatalogs catalogs,
    IMailSender mail,
    TimeProvider time,
    ILogger<ReportMailGrain> logger) : Grain, IReportMailGrain, IRemindable
{
    private const string Reminder = "report-mail";
    private const int DaysOldMax = 7;
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);

    private IGrainTimer? _work;

    // The reminder comes first, so that what is owed is sent also after a crash.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Through is not { } through)
        {
            await WriteAsync(storage.State with { Through = Yesterday }, cancellationToken);
        }
        else if (through < Yesterday)
        {
            await this.RegisterOrUpdateReminder(Reminder, Retry, Retry);
            Work();
        }
    }

    public ValueTask<ReportMailStatus> GetAsync(CancellationToken cancellationToken) =>
        new(new ReportMailStatus
        {
            IsOn = mail.IsOn,
            Through = storage.State.Through,
            Sent = storage.State.Sent,
            Fault = storage.State.Fault,
        });

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Work();
        return Task.CompletedTask;
    }

    private WorkspaceId Workspace => new(this.GetPrimaryKeyString());

    private DateOnly Yesterday =>
        DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);

    // In a turn of its own: a mail server takes its time.
    private void Work() => _work ??= this.RegisterGrainTimer(
        WorkAsync,
        new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan)
        {
            KeepAlive = true,
        });

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await SendOwedAsync(cancellationToken)
                && await this.GetReminder(Reminder) is { } reminder)
            {
                await this.UnregisterReminder(reminder);
            }
        }
        finally
        {
            _work?.Dispose();
            _work = null;
        }
    }

    /// <summary>Sends the reports of one day after the other.</summary>
    /// <returns>True if none is owed any more.</returns>
    private async Task<bool> SendOwedAsync(CancellationToken cancellationToken)
    {
        while (storage.State.Through is { } through && through < Yesterday)
        {
            var oldest = Yesterday.AddDays(1 - DaysOldMax);
            var day = through.AddDays(1) < oldest ? oldest : through.AddDays(1);
            if (!mail.IsOn)
            {
                day = Yesterday;
                await SayOffAsync(cancellationToken);
            }
            else if (await SendDayAsync(day, cancellationToken) is { } fault)
            {
                LogNotSent(this.GetPrimaryKeyString(), fault);
                await WriteAsync(storage.State with { Fault = fault }, cancellationToken);
                return false;
            }

            await WriteAsync(
                storage.State with { Through = day, Fault = null },
                cancellationToken);
        }

        return true;
    }

    private async Task SayOffAsync(CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, versionMin: 0, cancellationToken);
        if (catalog.Definition.DataSources.Any(source => !source.ReportRecipients.IsEmpty))
        {
            LogOff(this.GetPrimaryKeyString());
        }
    }

    private async Task<string?> SendDayAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, versionMin: 0, cancellationToken);
        var report = await reports.TakeAsync(Workspace, day, day, null, cancellationToken);
        foreach (var one in report.Days)
        {
            if (one.DataSource is not { } number
                || catalog.FindDataSource(new DataSourceId(number)) is not { } source
                || source.ReportRecipients.IsEmpty
                || storage.State.IsSent(day, number))
            {
                continue;
            }

            var fault = await mail.SendAsync(
                ReportMail.Of(Workspace, source, one), cancellationToken);
            if (fault is not null)
            {
                return fault;
            }

            await WriteAsync(storage.State.WithSent(day, number), cancellationToken);
        }

        return null;
    }

    private Task WriteAsync(ReportMailState next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);

    [LoggerMessage(LogLevel.Warning,
        "Reports of workspace {Workspace} have recipients, but Mail:Host is not set: nobody is "
        + "mailed")]
    private partial void LogOff(string workspace);

    [LoggerMessage(LogLevel.Warning,
        "A report of workspace {Workspace} was not mailed and is tried again: {Fault}")]
    private partial void LogNotSent(string workspace, string fault);
}

/// <summary>Which reports have been mailed.</summary>
[GenerateSerializer, Immutable, Alias("report-mail-state")]
internal sealed record ReportMailState
{
    /// <summary>The last day that is seen to.</summary>
    [Id(0)]
    public DateOnly? Through { get; init; }

    /// <summary>The day that is under way.</summary>
    [Id(1)]
    public DateOnly? Next { get; init; }

    /// <summary>Of that day: the data sources whose report is sent.</summary>
    [Id(2)]
    public ImmutableArray<int> SentOfNext { get; init; } = [];

    [Id(3)]
    public long Sent { get; init; }

    [Id(4)]
    public string? Fault { get; init; }

    public bool IsSent(DateOnly day, int source) => Next == day && SentOfNext.Contains(source);

    public ReportMailState WithSent(DateOnly day, int source) => this with
    {
        Next = day,
        SentOfNext = Next == day ? SentOfNext.Add(source) : [source],
        Sent = Sent + 1,
    };
}
