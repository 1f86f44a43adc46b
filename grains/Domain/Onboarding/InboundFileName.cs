using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>What an upload says about itself by its name.</summary>
/// <remarks>
/// <para>Shape: <see cref="TraitFileName"/> or <see cref="IdSyncFileName"/>. An optional path
/// before the name (<c>s3n://bucket/partner/date=2026-11-22/</c>) says nothing.</para>
/// <para>Units: <see cref="Timestamp"/> is Unix seconds; it makes names unique and orders
/// nothing.</para>
/// <para>Source: Audience Manager, "Amazon S3 name and file size requirements for inbound data
/// files" and "Name and content requirements for ID synchronization files", read 2026-11.</para>
/// </remarks>
public abstract record InboundFileName
{
    private protected InboundFileName()
    {
    }

    /// <summary>The name without its path.</summary>
    public required string Name { get; init; }

    /// <summary>The name less part number and <c>.gz</c>; parts of one upload share it.</summary>
    public required string BaseName { get; init; }

    /// <summary>When the sender made it.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Which part of the upload it is; null if it is the whole.</summary>
    public int? Split { get; init; }

    /// <summary>The content is gzip.</summary>
    public bool IsGzip { get; init; }

    /// <summary>The data sources that the name names, in order.</summary>
    public abstract IEnumerable<DataSourceId> Named { get; }

    /// <summary>The data source whose file it is: the first that is named and that companies do
    /// not share.</summary>
    public DataSourceId Subject => Named.Where(IsOwn).FirstOrDefault(Named.First());

    /// <summary>Reads a name, with or without a path before it.</summary>
    public static InboundFileNameResult Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return InboundFileNameParser.Parse(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static bool IsOwn(DataSourceId source) =>
        source != DataSourceId.Uuid && GlobalDataSources.Find(source) is null;
}

/// <summary>The name of a file that grants traits:
/// <c>ftp_dpm_[odc_]OWNER[_TARGET]_TIMESTAMP.sync|overwrite[.SPLIT][.gz]</c>.</summary>
public sealed record TraitFileName : InboundFileName
{
    /// <summary>Whose ids are in the first column.</summary>
    public required DataSourceId Owner { get; init; }

    /// <summary>Whose traits are granted; null: those of <see cref="Owner"/>. May be the
    /// company's own number, which stands for all of its data sources.</summary>
    public DataSourceId? Target { get; init; }

    /// <summary>Whether the file adds to what is known or replaces it.</summary>
    public required InboundMode Mode { get; init; }

    /// <summary>A partner's file, with a column for the id type before the ids.</summary>
    public bool IsOdc { get; init; }

    /// <summary>Whose traits are granted.</summary>
    public DataSourceId TraitOwner => Target ?? Owner;

    /// <inheritdoc/>
    public override IEnumerable<DataSourceId> Named => [Owner, TraitOwner];
}

/// <summary>The name of a file that links ids:
/// <c>adobe_id|c2c_id_COLUMN_COLUMN..._TIMESTAMP.sync[.SPLIT][.gz]</c>.</summary>
public sealed record IdSyncFileName : InboundFileName
{
    /// <summary>What is linked to what.</summary>
    public required IdSyncKind Kind { get; init; }

    /// <summary>The data sources of the columns, in order: two or more, all different.</summary>
    public required ImmutableArray<DataSourceId> Columns { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<DataSourceId> Named => Columns;

    /// <summary>What to say of an <c>adobe_id</c> file whose first column is the customer's own
    /// ids; null where nothing need be said.</summary>
    public string? FirstColumnWarning(IdType firstColumn) =>
        Kind == IdSyncKind.DeviceIds && firstColumn == IdType.CrossDevice
            ? $"File '{Name}': the first column, data source {Columns[0]}, holds customer ids. "
                + "Put the device ids first."
            : null;

    /// <inheritdoc/>
    public bool Equals(IdSyncFileName? other) =>
        other is not null && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

/// <summary>Whether a trait file adds or replaces.</summary>
public enum InboundMode
{
    /// <summary>Adds to what is known.</summary>
    Sync = 0,

    /// <summary>Replaces, for the users that are in it, the traits of the target.</summary>
    Overwrite = 1,
}

/// <summary>What an ID synchronisation file links.</summary>
public enum IdSyncKind
{
    /// <summary>Device ids to other ids (<c>adobe_id</c>).</summary>
    DeviceIds = 0,

    /// <summary>A customer's ids to hashed e-mails (<c>c2c_id</c>).</summary>
    CrossDeviceToHashedEmail = 1,
}

/// <summary>A name that was read, or why it was not.</summary>
/// <remarks><para>Errors: <paramref name="Error"/> names the file, the part that is wrong and the
/// cure; exactly one of the two is null.</para></remarks>
public readonly record struct InboundFileNameResult(InboundFileName? Value, string? Error);
