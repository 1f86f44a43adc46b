using System.Globalization;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Onboarding;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Prints what became of the lines of a file.</summary>
internal static class Receipts
{
    /// <summary>Prints the receipts of jobs that are over, side by side.</summary>
    public static void WriteReceipt(this IAnsiConsole console, params ImportJob[] jobs)
    {
        var receipts = jobs.Select(job => job.Receipt).OfType<ImportReceipt>().ToArray();
        var table = console.NewTable(receipts.Length == 1 ? "Receipt" : "Receipts");
        table.AddColumn("");
        foreach (var receipt in receipts)
        {
            table.AddColumn(new TableColumn(Markup.Escape(receipt.File)).RightAligned());
        }

        foreach (var (name, count) in Counts)
        {
            table.AddRow([name, .. receipts.Select(receipt => Number(count(receipt.Counters)))]);
        }

        table.AddRow(["Stored, %", .. receipts.Select(receipt =>
            receipt.Counters.PercentStored.ToString("0.##", CultureInfo.InvariantCulture))]);
        console.Write(table);
        foreach (var receipt in receipts)
        {
            console.WriteRemarks(receipt);
        }
    }

    private static void WriteRemarks(this IAnsiConsole console, ImportReceipt receipt)
    {
        foreach (var remark in receipt.Warnings.Append(receipt.Error).OfType<string>())
        {
            console.Line(remark);
        }

        if (receipt.Samples.IsEmpty)
        {
            console.WriteHint(receipt);
            return;
        }

        var table = console.NewTable($"Lines of {receipt.File} to look at");
        table.AddColumns("Line", "Fault", "Content", "Reason");
        foreach (var sample in receipt.Samples)
        {
            table.AddRow(
                Number(sample.Line),
                sample.Fault.ToString(),
                Markup.Escape(sample.Excerpt),
                Markup.Escape(sample.Reason));
        }

        console.Write(table);
    }

    private static void WriteHint(this IAnsiConsole console, ImportReceipt receipt)
    {
        var counters = receipt.Counters;
        if (!receipt.ErrorSampling && receipt.Error is null && counters.Stored < counters.InFile)
        {
            console.Line("To see such lines, set \"errorSampling\" of the data source: for 14 days "
                + "the first of each kind are then kept.");
        }
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static readonly (string Name, Func<ImportCounters, long> Count)[] Counts =
    [
        ("Lines in the file", counters => counters.InFile),
        ("Received", counters => counters.Received),
        ("Stored", counters => counters.Stored),
        ("Format errors", counters => counters.FormatErrors),
        ("Invalid UUIDs", counters => counters.InvalidAamIds),
        ("Invalid device ids", counters => counters.InvalidDeviceIds),
        ("Invalid customer ids", counters => counters.InvalidCustomerIds),
        ("  of them raw e-mails", counters => counters.RawEmails),
        ("No matching id", counters => counters.NoMatchingIds),
        ("No trait realized", counters => counters.NoTraitRealized),
        ("Waiting for a link", counters => counters.PendingSync),
        ("Devices", counters => counters.Devices),
        ("Signals", counters => counters.Signals),
        ("Unused signals", counters => counters.UnusedSignals),
        ("Realized traits", counters => counters.RealizedTraits),
        ("Removals asked for", counters => counters.RemovalsRequested),
        ("Removed traits", counters => counters.RemovedTraits),
        ("Traits of other data sources", counters => counters.FailedTraits),
        ("Records with such traits", counters => counters.RecordsWithFailedTraits),
        ("Unknown traits", counters => counters.UnknownTraits),
        ("Traits that are not onboarded", counters => counters.TraitsOfOtherTypes),
        ("Links stored", counters => counters.LinksStored),
        ("Rows with too many e-mails", counters => counters.RowsOverEmailsMax),
        ("E-mails left out", counters => counters.EmailsDropped),
        ("Overlong lines", counters => counters.OverlongLines),
        ("Lines beyond 200 of a user", counters => counters.LinesOverUserMax),
        ("Bytes", counters => counters.Bytes),
    ];
}
