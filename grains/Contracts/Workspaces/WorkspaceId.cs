using System.Text;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Contracts.Workspaces;

/// <summary>A company or sandbox: every grain key starts with it and nothing crosses it.</summary>
/// <remarks>
/// <para>Shape: 1 to 63 of <c>a-z 0-9 -</c>. All grain keys are built and taken apart
/// here.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("workspace-id")]
public readonly record struct WorkspaceId([property: Id(0)] string Name)
{
    private static ReadOnlySpan<byte> MainPrefix => "main/"u8;

    /// <summary>The workspace of an installation that does not name any.</summary>
    public static WorkspaceId Main { get; } = new("main");

    /// <summary>The key of the grain that keeps an identity's profile, or points to it.</summary>
    public IdSpan ProfileKey(IdentityKey identity) => new(identity.ToUtf8(
        this == Main ? MainPrefix : Encoding.UTF8.GetBytes($"{Name}/")));

    /// <summary>The key of a destination.</summary>
    public string DestinationKey(DestinationId destination) => $"{Name}/{destination}";

    /// <summary>The key of one shard of a destination, and of the stream that feeds it.</summary>
    public string ShardKey(DestinationId destination, int shard) =>
        $"{Name}/{destination}/{shard}";

    /// <summary>The key of an import job.</summary>
    public string JobKey(int job) => $"{Name}/{job}";

    /// <summary>The key of the register of what is due at an hour.</summary>
    public string DueKey(long hour, int shard) => $"{Name}/{hour}/{shard}";

    /// <summary>The key of a part of the journal of live events.</summary>
    public string IntakeKey(int part) => $"{Name}/{part}";

    /// <summary>The workspace that a grain key starts with.</summary>
    public static WorkspaceId OfKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new WorkspaceId(slash < 0 ? key : key[..slash]);
    }

    /// <summary>The workspace that a grain key starts with.</summary>
    public static WorkspaceId OfKey(IdSpan key) => key.AsSpan().StartsWith(MainPrefix)
        ? Main
        : OfKey(key.ToString());

    /// <summary>Takes a profile key apart.</summary>
    /// <exception cref="FormatException">The key was not built by
    /// <see cref="ProfileKey"/>.</exception>
    public static IdentityKey IdentityOfKey(IdSpan key)
    {
        var text = key.AsSpan();
        return IdentityKey.TryParse(text[(text.IndexOf((byte)'/') + 1)..], out var identity)
            ? identity
            : throw new FormatException("A profile key has the form workspace/source/value.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
