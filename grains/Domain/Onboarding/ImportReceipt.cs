using System.Collections.Immutable;

namespace Krewe.Domain.Onboarding;

/// <summary>Which kind of inbound file was imported.</summary>
[GenerateSerializer, Alias("import-kind")]
public enum ImportKind : byte
{
    /// <summary>Grants traits.</summary>
    Traits = 0,

    /// <summary>Links device ids to other ids.</summary>
    DeviceIds = 1,

    /// <summary>Links customers to hashed e-mails.</summary>
    HashedEmails = 2,
}

/// <summary>What a finished import shows.</summary>
/// <remarks>
/// <para>Shape: a file that was refused whole has an <see cref="Error"/> and counted
/// nothing.</para>
/// <para>Source: Audience Manager, "Inbound data file receipts", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-receipt")]
public sealed record ImportReceipt
{
    /// <summary>The name of the file, without its path.</summary>
    [Id(0)]
    public required string File { get; init; }

    /// <summary>The kind of file; null if the name does not say.</summary>
    [Id(1)]
    public ImportKind? Kind { get; init; }

    /// <summary>What became of its lines.</summary>
    [Id(2)]
    public ImportCounters Counters { get; init; }

    /// <summary>The first errors of each kind, in the order of <see cref="ImportSamples"/>.
    /// </summary>
    [Id(3)]
    public ImmutableArray<ImportSample> Samples { get; init; } = [];

    /// <summary>When the import began, in UTC.</summary>
    [Id(4)]
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    [Id(5)]
    public required DateTimeOffset Ended { get; init; }

    /// <summary>What did not stop the import but should be looked at.</summary>
    [Id(6)]
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Why the file was not read to its end; null if it was.</summary>
    [Id(7)]
    public string? Error { get; init; }

    /// <summary>Whether error sampling was on for the data source; without it there are no
    /// <see cref="Samples"/>. An older silo says no.</summary>
    [Id(8)]
    public bool ErrorSampling { get; init; }

    /// <summary>True if somebody stopped the import before the end of the file. An older silo says
    /// no.</summary>
    [Id(9)]
    public bool IsCanceled { get; init; }

    /// <summary>Which kind of import a name asks for.</summary>
    public static ImportKind KindOf(InboundFileName name) => name switch
    {
        IdSyncFileName { Kind: IdSyncKind.DeviceIds } => ImportKind.DeviceIds,
        IdSyncFileName => ImportKind.HashedEmails,
        _ => ImportKind.Traits,
    };
}
