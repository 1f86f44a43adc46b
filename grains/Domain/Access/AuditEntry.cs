using System.Collections.Immutable;

namespace Krewe.Domain.Access;

/// <summary>Who did something.</summary>
/// <param name="Key">The key that was presented; null without one.</param>
/// <param name="Name">The name that the key had, or who it was without a key.</param>
[GenerateSerializer, Immutable, Alias("audit-actor")]
public sealed record AuditActor(
    [property: Id(0)] ApiKeyId? Key,
    [property: Id(1)] string Name)
{
    /// <summary>A caller on the silo's own machine, where the environment asks for no
    /// credentials.</summary>
    public static AuditActor Local { get; } = new(null, "local");

    /// <summary>Whoever owns the data folder, by a command on the silo's own machine.</summary>
    public static AuditActor Owner { get; } = new(null, "owner");
}

/// <summary>What came of it.</summary>
[GenerateSerializer, Alias("audit-outcome")]
public enum AuditOutcome
{
    /// <summary>It was done.</summary>
    Done = 0,

    /// <summary>It was refused; nothing was changed.</summary>
    Refused = 1,

    /// <summary>It broke off, and may or may not have been done.</summary>
    Failed = 2,
}

/// <summary>Something that was done, or asked for.</summary>
/// <remarks>
/// <para>Shape: <see cref="Action"/> is one of <see cref="AuditActions"/>; <see cref="Id"/> is a
/// number or code of the product's own, empty where there is none. What could stand for a person is
/// replaced by <see cref="AuditTrail.Withheld"/>.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("audit-record")]
public sealed record AuditRecord
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required AuditActor Actor { get; init; }

    /// <summary>What, as a code.</summary>
    [Id(1)]
    public required string Action { get; init; }

    /// <summary>On which kind of thing.</summary>
    [Id(2)]
    public required string Kind { get; init; }

    /// <summary>On which one.</summary>
    [Id(3)]
    public string Id { get; init; } = "";

    /// <summary>What came of it.</summary>
    [Id(4)]
    public AuditOutcome Outcome { get; init; }
}

/// <summary>A record in its place in the log.</summary>
/// <remarks><para>Units: <see cref="Number"/> counts from 1, without gaps; <see cref="At"/> in UTC
/// to the millisecond, never before the entry before it.</para></remarks>
[GenerateSerializer, Immutable, Alias("audit-entry")]
public sealed record AuditEntry(
    [property: Id(0)] long Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] AuditRecord Record);

/// <summary>Entries of the log, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Before">Ask for what is before this number next; null: that was all.</param>
[GenerateSerializer, Immutable, Alias("audit-list")]
public sealed record AuditList(
    [property: Id(0)] ImmutableArray<AuditEntry> Entries,
    [property: Id(1)] long? Before);

/// <summary>Codes of what is done.</summary>
public static class AuditActions
{
    /// <summary>Definitions were put in force; the id is their version.</summary>
    public const string WorkspaceApply = "workspace.apply";

    /// <summary>A file was sent in; the id is its job.</summary>
    public const string FileUpload = "file.upload";

    /// <summary>A destination was told to send again.</summary>
    public const string DestinationResume = "destination.resume";

    /// <summary>A backup was taken.</summary>
    public const string BackupTake = "backup.take";

    /// <summary>An API key was made.</summary>
    public const string KeyCreate = "key.create";

    /// <summary>An API key was revoked.</summary>
    public const string KeyRevoke = "key.revoke";

    /// <summary>A data source was made.</summary>
    public const string DataSourceCreate = "data-source.create";

    /// <summary>A data source was changed.</summary>
    public const string DataSourceUpdate = "data-source.update";

    /// <summary>A data source was taken out.</summary>
    public const string DataSourceDelete = "data-source.delete";

    /// <summary>A trait was made.</summary>
    public const string TraitCreate = "trait.create";

    /// <summary>A trait was changed.</summary>
    public const string TraitUpdate = "trait.update";

    /// <summary>A trait was taken out.</summary>
    public const string TraitDelete = "trait.delete";

    /// <summary>A merge rule was made.</summary>
    public const string MergeRuleCreate = "merge-rule.create";

    /// <summary>A merge rule was changed.</summary>
    public const string MergeRuleUpdate = "merge-rule.update";

    /// <summary>A merge rule was taken out.</summary>
    public const string MergeRuleDelete = "merge-rule.delete";

    /// <summary>A segment was made.</summary>
    public const string SegmentCreate = "segment.create";

    /// <summary>A segment was changed.</summary>
    public const string SegmentUpdate = "segment.update";

    /// <summary>A segment was taken out.</summary>
    public const string SegmentDelete = "segment.delete";

    /// <summary>A segment was mapped; the id is segment/destination.</summary>
    public const string SegmentMap = "segment.map";

    /// <summary>A mapping was taken out; the id is segment/destination.</summary>
    public const string SegmentUnmap = "segment.unmap";

    /// <summary>An account was to be connected by its platform.</summary>
    public const string AccountConnect = "account.connect";

    /// <summary>An account was to be renewed by its platform.</summary>
    public const string AccountRenew = "account.renew";

    /// <summary>An account was made.</summary>
    public const string AccountCreate = "account.create";

    /// <summary>An account was changed.</summary>
    public const string AccountUpdate = "account.update";

    /// <summary>An account was taken out.</summary>
    public const string AccountDelete = "account.delete";

    /// <summary>A destination was made.</summary>
    public const string DestinationCreate = "destination.create";

    /// <summary>A destination was changed.</summary>
    public const string DestinationUpdate = "destination.update";

    /// <summary>A destination was taken out.</summary>
    public const string DestinationDelete = "destination.delete";

    /// <summary>What the workspace says of itself was changed.</summary>
    public const string WorkspaceUpdate = "workspace.update";

    /// <summary>A dataset was made.</summary>
    public const string DatasetCreate = "dataset.create";

    /// <summary>Fields of a dataset were labelled.</summary>
    public const string DatasetLabel = "dataset.label";

    /// <summary>A policy was made.</summary>
    public const string PolicyCreate = "policy.create";

    /// <summary>A policy was put in force, or out of it.</summary>
    public const string PolicyEnable = "policy.enable";

    /// <summary>Events were sent through the graph.</summary>
    public const string EventIngest = "event.ingest";

    /// <summary>Identities were linked.</summary>
    public const string IdentityLink = "identity.link";

    /// <summary>A profile was erased.</summary>
    public const string ProfileDelete = "profile.delete";

    /// <summary>A profile opted out or in.</summary>
    public const string ProfileOptOut = "profile.opt-out";

    /// <summary>A job was cancelled.</summary>
    public const string JobCancel = "job.cancel";
}
