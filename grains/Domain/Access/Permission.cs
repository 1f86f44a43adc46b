namespace Krewe.Domain.Access;

/// <summary>What a door asks of its callers.</summary>
/// <remarks><para>Shape: the names are those of the policies that doors require, and are shown to
/// whoever is refused.</para></remarks>
// The framework's ending for attributes of code access security, which is no more.
#pragma warning disable CA1711
public enum Permission
#pragma warning restore CA1711
{
    /// <summary>See segments, destinations and their figures.</summary>
    ReadDefinitions,

    /// <summary>See the traits and segments of a person.</summary>
    ReadProfiles,

    /// <summary>See what identifies a person: ids and hashed e-mails.</summary>
    ReadIdentifiers,

    /// <summary>Change definitions, and see them as their file, which names accounts' contacts and
    /// where their tokens are read.</summary>
    ManageDefinitions,

    /// <summary>Change what data may be used for: labels, policies, export controls.</summary>
    ManageGovernance,

    /// <summary>Erase people.</summary>
    EraseProfiles,

    /// <summary>Send files, events and links.</summary>
    Ingest,

    /// <summary>See what became of files.</summary>
    ReadJobs,

    /// <summary>See who did what.</summary>
    ReadAudit,

    /// <summary>Make and revoke API keys.</summary>
    ManageKeys,

    /// <summary>Take backups and read metrics.</summary>
    Operate,
}
