using System.Globalization;
using System.Text;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Grains.Mail;

namespace Krewe.Grains.Onboarding;

/// <summary>Writes the mail on the files of one data source on one day.</summary>
/// <remarks>It holds numbers, names of files, and samples; file names and samples are masked where
/// they name a person.</remarks>
internal static class ReportMail
{
    private const int FilesMax = 100;
    private const int SamplesMax = 50;

    public static PlainMail Of(WorkspaceId workspace, DataSource source, OnboardingDay day)
    {
        var date = day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new PlainMail(
            $"onboarding.{workspace}.{source.Id}.{date}",
            source.ReportRecipients,
            Invariant($"Krewe: {OneLine(source.Name)}, {date}: {day.FilesReceived} files, ")
                + Invariant($"{day.FilesFailed} failed"),
            Text(source, day, date));
    }

    private static string Text(DataSource source, OnboardingDay day, string date)
    {
        var text = new StringBuilder();
        var name = OneLine(source.Name);
        text.AppendLine(Invariant(
            $"Files of data source {source.Id} \"{name}\" received on {date} (UTC)"));
        text.AppendLine();
        Add(text, "Files received", day.FilesReceived);
        Add(text, "  done", day.FilesDone);
        Add(text, "  failed", day.FilesFailed);
        Add(text, "  canceled", day.FilesCanceled);
        Add(text, "  not over yet", day.FilesWaiting);
        Add(text, "Records received", day.Totals.Received);
        Add(text, "Records stored", day.Totals.Stored);
        text.AppendLine(Invariant($"{"Stored, %",-24}{day.Totals.PercentStored,14:0.##}"));
        Add(text, "Format errors", day.Totals.FormatErrors);
        Add(text, "Invalid UUIDs", day.Totals.InvalidAamIds);
        Add(text, "Invalid device ids", day.Totals.InvalidDeviceIds);
        Add(text, "Invalid customer ids", day.Totals.InvalidCustomerIds);
        Add(text, "No matching id", day.Totals.NoMatchingIds);
        Add(text, "No trait realized", day.Totals.NoTraitRealized);
        Add(text, "Unused signals", day.Totals.UnusedSignals);
        Add(text, "Realized traits", day.Totals.RealizedTraits);
        Add(text, "Links stored", day.Totals.LinksStored);
        AddFiles(text, day);
        AddSamples(text, day);
        return text.ToString();
    }

    private static void AddFiles(StringBuilder text, OnboardingDay day)
    {
        text.AppendLine();
        foreach (var file in day.Files.Take(FilesMax))
        {
            text.Append(Invariant($"{file.File}: {file.Status}, {file.Counters.Stored} of "))
                .Append(Invariant($"{file.Counters.Received} records stored"))
                .AppendLine(file.Error is null ? "" : $". {OneLine(file.Error)}");
        }

        if (day.FilesReceived > FilesMax)
        {
            text.AppendLine(Invariant($"and {day.FilesReceived - FilesMax} more."));
        }
    }

    private static void AddSamples(StringBuilder text, OnboardingDay day)
    {
        var samples = day.Files
            .SelectMany(file => file.Samples.Select(sample => (file.File, Sample: sample)))
            .Take(SamplesMax)
            .ToArray();
        if (samples.Length == 0)
        {
            return;
        }

        text.AppendLine().AppendLine("The first errors of each kind:");
        foreach (var (file, sample) in samples)
        {
            text.AppendLine(Invariant($"{file}, line {sample.Line}: {sample.Fault}: ")
                + $"{sample.Reason} {sample.Excerpt}");
        }
    }

    private static void Add(StringBuilder text, string name, long count) =>
        text.AppendLine(Invariant($"{name,-24}{count,14:N0}"));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
