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
}
