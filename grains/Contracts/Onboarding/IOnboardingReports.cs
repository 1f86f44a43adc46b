using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Contracts.Onboarding;

/// <summary>What came of the files of a workspace, day by day and by data source.</summary>
public interface IOnboardingReports
{
    /// <summary>The most days of one report.</summary>
    const int DaysMax = 92;

    /// <summary>Reports on the files that were received on some days.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="first">The first UTC day.</param>
    /// <param name="last">The last UTC day, at most <see cref="DaysMax"/> days in all.</param>
    /// <param name="source">Only files of this data source; null: of all.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<OnboardingReport> TakeAsync(
        WorkspaceId workspace,
        DateOnly first,
        DateOnly last,
        DataSourceId? source,
        CancellationToken cancellationToken);
}

/// <summary>What came of the files of some days.</summary>
/// <remarks>
/// <para>Shape: <see cref="Days"/> by day, then by data source; those on which nothing was received
/// are not there. A file belongs to the first data source in its name that is the company's own,
/// and to the day on which it was received.</para>
/// <para>Source: Audience Manager, "Onboarding status report", read 2026-11.</para>
/// </remarks>
public sealed record OnboardingReport(
    DateOnly First, DateOnly Last, ImmutableArray<OnboardingDay> Days);

/// <summary>What came of the files of one data source on one day.</summary>
public sealed record OnboardingDay
{
    /// <summary>The UTC day on which they were received.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The data source; null of files whose name does not say.</summary>
    public int? DataSource { get; init; }

    /// <summary>What people call it; null of one that nobody defines.</summary>
    public string? Name { get; init; }

    /// <summary>Files received.</summary>
    public int FilesReceived { get; init; }

    /// <summary>Of the files: those whose lines are in.</summary>
    public int FilesDone { get; init; }

    /// <summary>Of the files: those that were refused or broke off.</summary>
    public int FilesFailed { get; init; }

    /// <summary>Of the files: those that somebody stopped.</summary>
    public int FilesCanceled { get; init; }

    /// <summary>Of the files: those that are not over.</summary>
    public int FilesWaiting { get; init; }

    /// <summary>The sum over the files that are over.</summary>
    public ImportCounters Totals { get; init; }

    /// <summary>The files in the order in which they came, as many as are listed.</summary>
    public ImmutableArray<OnboardingFile> Files { get; init; } = [];
}

/// <summary>What came of one file.</summary>
/// <param name="Job">The number of its job.</param>
/// <param name="File">Its name, masked where it names a person.</param>
/// <param name="Status">How far it is.</param>
/// <param name="ErrorSampling">Whether errors in it were sampled.</param>
/// <param name="Counters">What became of its lines.</param>
/// <param name="Error">Why it was refused; null if it was not.</param>
/// <param name="Samples">The first errors of each kind, masked.</param>
public sealed record OnboardingFile(
    int Job,
    string File,
    ImportStatus Status,
    bool ErrorSampling,
    ImportCounters Counters,
    string? Error,
    ImmutableArray<ImportSample> Samples);
