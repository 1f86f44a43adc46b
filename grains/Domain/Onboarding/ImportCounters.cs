namespace Krewe.Domain.Onboarding;

/// <summary>What became of the lines of a file.</summary>
/// <remarks>
/// <para>Shape: every line that is received counts once: as stored, or under its first fault in
/// the order format, id, match, traits. Overlong lines and lines beyond those taken of one user
/// are not received. Counts of two parts of a file are added.</para>
/// <para>Source: Audience Manager, "Inbound data file receipts" and "Onboarding status report",
/// read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-counters")]
public record struct ImportCounters
{
    /// <summary>Lines or rows that were read as records.</summary>
    [Id(0)]
    public long Received { get; set; }

    /// <summary>Records that do not match the syntax.</summary>
    [Id(1)]
    public long FormatErrors { get; set; }

    /// <summary>Records whose UUID is wrong.</summary>
    [Id(2)]
    public long InvalidAamIds { get; set; }

    /// <summary>Records whose advertising id is wrong.</summary>
    [Id(3)]
    public long InvalidDeviceIds { get; set; }

    /// <summary>Records whose customer id is wrong, e-mail addresses among them.</summary>
    [Id(4)]
    public long InvalidCustomerIds { get; set; }

    /// <summary>Of <see cref="InvalidCustomerIds"/>: those that were e-mail addresses.</summary>
    [Id(5)]
    public long RawEmails { get; set; }

    /// <summary>Records whose id is not linked to a device.</summary>
    [Id(6)]
    public long NoMatchingIds { get; set; }

    /// <summary>Records that ask for no onboarded trait.</summary>
    [Id(7)]
    public long NoTraitRealized { get; set; }

    /// <summary>Of the stored records: those whose id still waits for a link.</summary>
    [Id(8)]
    public long PendingSync { get; set; }

    /// <summary>Devices that were given traits.</summary>
    [Id(9)]
    public long Devices { get; set; }

    /// <summary>Signals (pairs of key and value) of records with a good id.</summary>
    [Id(10)]
    public long Signals { get; set; }

    /// <summary>Of the signals: those that no rule reads.</summary>
    [Id(11)]
    public long UnusedSignals { get; set; }

    /// <summary>Traits granted.</summary>
    [Id(12)]
    public long RealizedTraits { get; set; }

    /// <summary>Traits that lines asked to take away.</summary>
    [Id(13)]
    public long RemovalsRequested { get; set; }

    /// <summary>Traits taken away from profiles that had them.</summary>
    [Id(14)]
    public long RemovedTraits { get; set; }

    /// <summary>Traits asked for that belong to another data source.</summary>
    [Id(15)]
    public long FailedTraits { get; set; }

    /// <summary>Records with at least one such trait.</summary>
    [Id(16)]
    public long RecordsWithFailedTraits { get; set; }

    /// <summary>Traits asked for that do not exist.</summary>
    [Id(17)]
    public long UnknownTraits { get; set; }

    /// <summary>Traits asked for that files cannot grant: they are not onboarded.</summary>
    [Id(18)]
    public long TraitsOfOtherTypes { get; set; }

    /// <summary>Links between ids that were stored.</summary>
    [Id(19)]
    public long LinksStored { get; set; }

    /// <summary>Rows with more hashed e-mails than are kept.</summary>
    [Id(20)]
    public long RowsOverEmailsMax { get; set; }

    /// <summary>Hashed e-mails left out of those rows.</summary>
    [Id(21)]
    public long EmailsDropped { get; set; }

    /// <summary>Lines left out because they are too long.</summary>
    [Id(22)]
    public long OverlongLines { get; set; }

    /// <summary>Lines dropped because their user has too many.</summary>
    [Id(23)]
    public long LinesOverUserMax { get; set; }

    /// <summary>Bytes read, after decompression.</summary>
    [Id(24)]
    public long Bytes { get; set; }

    /// <summary>Records with a wrong id of any kind.</summary>
    public readonly long InvalidIds => InvalidAamIds + InvalidDeviceIds + InvalidCustomerIds;

    /// <summary>Records that had an effect: received, less those of the four kinds of
    /// fault.</summary>
    public readonly long Stored =>
        Received - FormatErrors - InvalidIds - NoMatchingIds - NoTraitRealized;

    /// <summary>Lines of the file that are not blank.</summary>
    public readonly long InFile => Received + OverlongLines + LinesOverUserMax;

    /// <summary>Stored of received records, 0 to 100; 0 of none.</summary>
    public readonly double PercentStored => Percent(Stored, Received);

    /// <summary>Received records of the lines in the file, 0 to 100; 0 of none.</summary>
    public readonly double PercentReceived => Percent(Received, InFile);

    /// <summary>Counts a record of a trait file.</summary>
    public void Count(LineFault fault, in TraitLineCounts counts)
    {
        Count(fault);
        if (fault is not (LineFault.None or LineFault.NoTraitRealized))
        {
            return;
        }

        Signals += counts.Signals;
        UnusedSignals += counts.UnusedSignals;
        RealizedTraits += counts.RealizedTraits;
        RemovalsRequested += counts.RemovalsRequested;
        FailedTraits += counts.FailedTraits;
        RecordsWithFailedTraits += counts.FailedTraits > 0 ? 1 : 0;
        UnknownTraits += counts.UnknownTraits;
        TraitsOfOtherTypes += counts.TraitsOfOtherTypes;
    }

    /// <summary>Counts a line by its fault; a record without one is stored.</summary>
    public void Count(LineFault fault)
    {
        if (fault == LineFault.None)
        {
            Received++;
            return;
        }

        var kind = fault.Class();
        Received += kind == LineFaultClass.Warning ? 0 : 1;
        FormatErrors += kind == LineFaultClass.Format ? 1 : 0;
        InvalidAamIds += kind == LineFaultClass.InvalidAamId ? 1 : 0;
        InvalidDeviceIds += kind == LineFaultClass.InvalidDeviceId ? 1 : 0;
        InvalidCustomerIds += kind == LineFaultClass.InvalidCustomerId ? 1 : 0;
        RawEmails += fault == LineFault.RawEmail ? 1 : 0;
        NoMatchingIds += kind == LineFaultClass.NoMatchingId ? 1 : 0;
        NoTraitRealized += kind == LineFaultClass.NoTraitRealized ? 1 : 0;
        OverlongLines += fault == LineFault.OverlongLine ? 1 : 0;
        LinesOverUserMax += fault == LineFault.LineOverUserMax ? 1 : 0;
        RowsOverEmailsMax += fault == LineFault.EmailsOverMax ? 1 : 0;
    }

    /// <summary>The counts of both.</summary>
    public readonly ImportCounters Add(in ImportCounters other) => new()
    {
        Received = Received + other.Received,
        FormatErrors = FormatErrors + other.FormatErrors,
        InvalidAamIds = InvalidAamIds + other.InvalidAamIds,
        InvalidDeviceIds = InvalidDeviceIds + other.InvalidDeviceIds,
        InvalidCustomerIds = InvalidCustomerIds + other.InvalidCustomerIds,
        RawEmails = RawEmails + other.RawEmails,
        NoMatchingIds = NoMatchingIds + other.NoMatchingIds,
        NoTraitRealized = NoTraitRealized + other.NoTraitRealized,
        PendingSync = PendingSync + other.PendingSync,
        Devices = Devices + other.Devices,
        Signals = Signals + other.Signals,
        UnusedSignals = UnusedSignals + other.UnusedSignals,
        RealizedTraits = RealizedTraits + other.RealizedTraits,
        RemovalsRequested = RemovalsRequested + other.RemovalsRequested,
        RemovedTraits = RemovedTraits + other.RemovedTraits,
        FailedTraits = FailedTraits + other.FailedTraits,
        RecordsWithFailedTraits = RecordsWithFailedTraits + other.RecordsWithFailedTraits,
        UnknownTraits = UnknownTraits + other.UnknownTraits,
        TraitsOfOtherTypes = TraitsOfOtherTypes + other.TraitsOfOtherTypes,
        LinksStored = LinksStored + other.LinksStored,
        RowsOverEmailsMax = RowsOverEmailsMax + other.RowsOverEmailsMax,
        EmailsDropped = EmailsDropped + other.EmailsDropped,
        OverlongLines = OverlongLines + other.OverlongLines,
        LinesOverUserMax = LinesOverUserMax + other.LinesOverUserMax,
        Bytes = Bytes + other.Bytes,
    };

    private static double Percent(long part, long whole) =>
        whole == 0 ? 0 : 100.0 * part / whole;
}
