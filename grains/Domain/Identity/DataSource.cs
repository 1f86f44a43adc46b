using System.Collections.Immutable;
using Krewe.Domain.Governance;

namespace Krewe.Domain.Identity;

/// <summary>A namespace of IDs that also owns traits and segments.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Data source settings and menu options", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("data-source")]
public sealed record DataSource
{
    /// <summary>The number that files and rules name.</summary>
    [Id(0)]
    public required DataSourceId Id { get; init; }

    /// <summary>What people call it.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What it holds; may be missing.</summary>
    [Id(2)]
    public string? Description { get; init; }

    /// <summary>The customer's own id of it, unique in the workspace; a cross-device data source
    /// has one, others may.</summary>
    [Id(3)]
    public string? IntegrationCode { get; init; }

    /// <summary>Which kind of IDs it holds.</summary>
    [Id(4)]
    public required IdType IdType { get; init; }

    /// <summary>Whom an ID of a cross-device data source stands for.</summary>
    [Id(5)]
    public IdDefinition IdDefinition { get; init; }

    /// <summary>Data comes in through it. Without it files are still taken.</summary>
    [Id(6)]
    public bool Inbound { get; init; }

    /// <summary>It sends data to destinations.</summary>
    [Id(7)]
    public bool Outbound { get; init; }

    /// <summary>How the IDs are hashed, where they may be shared with people-based destinations;
    /// <see cref="HashLabel.None"/> shares nothing.</summary>
    /// <remarks><para>Units: a label only; nothing is ever hashed because of it.</para></remarks>
    [Id(8)]
    public HashLabel ShareAs { get; init; }

    /// <summary>What its data may not be used for.</summary>
    [Id(9)]
    public ExportControls ExportControls { get; init; }

    /// <summary>Days after which a cross-device ID that is not seen is dropped: 30 to 1,800,
    /// default 720.</summary>
    [Id(10)]
    public int RetentionDays { get; init; } = RetentionDaysDefault;

    /// <summary>Two traits of it may not share an integration code.</summary>
    [Id(11)]
    public bool UniqueTraitIntegrationCodes { get; init; }

    /// <summary>Two segments of it may not share an integration code.</summary>
    [Id(12)]
    public bool UniqueSegmentIntegrationCodes { get; init; }

    /// <summary>The first errors of each kind in its files are kept for people to look at, until
    /// <see cref="ErrorSamplingUntil"/>.</summary>
    [Id(13)]
    public bool ErrorSampling { get; init; }

    /// <summary>Whose data it holds: only the company's own may go to people-based
    /// destinations.</summary>
    [Id(14)]
    public DataParty Party { get; init; }

    /// <summary>The symbol of its IDs outside, made when it is first saved; null of one that was
    /// never saved.</summary>
    /// <remarks><para>Shape: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>, unique in the workspace whatever
    /// the case; it never changes.</para></remarks>
    [Id(15)]
    public string? Namespace { get; init; }

    /// <summary>The last UTC day of error sampling, set when it is turned on.</summary>
    [Id(16)]
    public DateOnly? ErrorSamplingUntil { get; init; }

    /// <summary>Whom the daily report on its files is mailed to.</summary>
    [Id(17)]
    public ImmutableArray<string> ReportRecipients { get; init; } = [];

    /// <summary>Twenty-four months of 30 days.</summary>
    public const int RetentionDaysDefault = 720;

    /// <summary>Days that error sampling runs once it is turned on, that day among them.</summary>
    public const int ErrorSamplingDays = 14;

    /// <summary>Whether errors of files that are read on a UTC day are sampled.</summary>
    public bool SamplesErrorsOn(DateOnly day) =>
        ErrorSampling && (ErrorSamplingUntil is not { } last || day <= last);
}

/// <summary>Whose data a data source holds.</summary>
[GenerateSerializer, Alias("data-party")]
public enum DataParty
{
    /// <summary>The company's own.</summary>
    First = 0,

    /// <summary>A partner's own, shared with the company.</summary>
    Second = 1,

    /// <summary>A data vendor's.</summary>
    Third = 2,
}

/// <summary>Which kind of IDs a data source holds.</summary>
[GenerateSerializer, Alias("id-type")]
public enum IdType
{
    /// <summary>Anonymous ids of browsers.</summary>
    Cookie = 0,

    /// <summary>Advertising ids of mobile and connected devices.</summary>
    DeviceAdvertisingId = 1,

    /// <summary>The customer's own ids of people, known on every device.</summary>
    CrossDevice = 2,
}

/// <summary>Whom a cross-device ID stands for.</summary>
[GenerateSerializer, Alias("id-definition")]
public enum IdDefinition
{
    /// <summary>One person.</summary>
    Person = 0,

    /// <summary>A household.</summary>
    Household = 1,
}

/// <summary>How the IDs of a data source were hashed before they came here.</summary>
[GenerateSerializer, Alias("hash-label")]
public enum HashLabel
{
    /// <summary>Not shared with people-based destinations.</summary>
    None = 0,

    /// <summary>E-mail addresses: trimmed, lower case, SHA-256, lower-case hex, no salt.</summary>
    EmailsSha256Lowercased = 1,
}
