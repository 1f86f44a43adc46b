namespace Krewe.Domain.Onboarding;

/// <summary>What an inbound file may hold.</summary>
/// <remarks>
/// <para>Units: lengths are bytes; every limit is inclusive.</para>
/// <para>Source: Audience Manager, "Amazon S3 name and file size requirements for inbound data
/// files", "Inbound data file contents" and "People-Based Destinations: prerequisites", read
/// 2026-11. The pages disagree on compressed files (1 GB and 3 GB): above the smaller is a
/// warning, above the larger a refusal.</para>
/// </remarks>
public static class OnboardingLimits
{
    /// <summary>Bytes of one line without its ending; a longer line is left out.</summary>
    public const int LineLengthMax = 102_400;

    /// <summary>Bytes that a read buffer needs, so that every line that is taken fits.</summary>
    public const int BufferLengthMin = LineLengthMax + 2;

    /// <summary>Lines of one user in one file; the ones after them are dropped.</summary>
    public const int LinesPerUserMax = 200;

    /// <summary>Hashed e-mails of one customer id; the newest are kept.</summary>
    public const int EmailsPerCustomerMax = 10;

    /// <summary>Samples kept of each kind of error.</summary>
    public const int SamplesPerFaultMax = 10;

    /// <summary>Digits of the timestamp in a file name.</summary>
    public const int TimestampDigits = 10;

    /// <summary>Bytes of a compressed file above which a warning is given.</summary>
    public const long CompressedLengthWarn = 1L << 30;

    /// <summary>Bytes of the largest compressed file.</summary>
    public const long CompressedLengthMax = 3L << 30;

    /// <summary>Bytes of the largest file when it is not compressed.</summary>
    public const long PlainLengthMax = 5L << 30;
}
