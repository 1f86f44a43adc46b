using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Domain.Access;

namespace Krewe.Api.Access;

/// <summary>An API key as the graph shows it: without what it is known by.</summary>
[GraphQLName("ApiKey")]
public sealed class ApiKeyView(ApiKeyAnswer key)
{
    /// <summary>Its key in the graph.</summary>
    [ID("ApiKey")]
    public int Id => key.Id;

    /// <summary>What it is for.</summary>
    public string Name => key.Name;

    /// <summary>What its holder may do.</summary>
    public Role Role => RolePermissions.Find(key.Role)
        ?? throw new InvalidOperationException($"There is no role {key.Role}.");

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => key.Created;

    /// <summary>The beginning of the UTC day of its latest use.</summary>
    [GraphQLDescription("The beginning of the UTC day of its latest use; null: never used.")]
    public DateTimeOffset? LastUsedOn => key.LastUsed is { } day
        ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt => key.Revoked;

    internal int Key => key.Id;
}

/// <summary>An entry of the audit log as the graph shows it.</summary>
[GraphQLName("AuditEntry")]
public sealed class AuditEntryView(AuditEntry entry)
{
    /// <summary>Its number, from 1 without gaps.</summary>
    public long Number => entry.Number;

    /// <summary>When.</summary>
    public DateTimeOffset At => entry.At;

    /// <summary>Who: the name that the key had.</summary>
    public string Who => entry.Record.Actor.Name;

    /// <summary>The key that was presented.</summary>
    [ID("ApiKey")]
    public int? KeyId => entry.Record.Actor.Key?.Value;

    /// <summary>What, as a code.</summary>
    public string Action => entry.Record.Action;

    /// <summary>On which kind of thing.</summary>
    public string Kind => entry.Record.Kind;

    /// <summary>On which one.</summary>
    [GraphQLDescription("The number or code of the thing; empty where it has none.")]
    public string Subject => entry.Record.Id;

    /// <summary>What came of it.</summary>
    public AuditOutcome Outcome => entry.Record.Outcome;
}
