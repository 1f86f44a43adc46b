using System.Collections.Immutable;
using System.Text;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Codecs;
using Krewe.Domain.Workspaces;

namespace Krewe.Grains.Workspaces;

/// <summary>The stored form of a workspace: its version, when its things changed, then its
/// file.</summary>
/// <remarks>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the
/// future.</para>
/// </remarks>
internal static class WorkspaceCodec
{
    private const byte FormatVersion = 2;

    // Before the second format: the version as eight bytes, then the file.
    private const byte FormatBeforeRevisions = 1;

    public static ReadOnlyMemory<byte> Write(WorkspaceSnapshot snapshot)
    {
        var file = WorkspaceFile.Write(snapshot.Definition);
        var writer = new StateWriter(file.Length + (64 * snapshot.Revisions.Count));
        writer.Byte(FormatVersion);
        writer.Fixed((ulong)snapshot.Version);
        writer.Count(snapshot.Revisions.Count);
        foreach (var (key, revision) in snapshot.Revisions.OrderBy(
            pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Bytes(Encoding.UTF8.GetBytes(key));
            writer.Signed(revision.Version);
            writer.Signed(revision.Created);
            writer.Signed(revision.Updated);
        }

        writer.Bytes(file);
        return writer.Finish();
    }

    public static WorkspaceSnapshot Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("workspace", FormatVersion, FormatBeforeRevisions);
        var version = (long)reader.Fixed();
        if (reader.Format == FormatBeforeRevisions)
        {
            return new WorkspaceSnapshot { Version = version, Definition = Parse(reader.Rest()) };
        }

        var revisions = ImmutableDictionary.CreateBuilder<string, Revision>(
            StringComparer.Ordinal);
        for (var left = reader.Count(); left > 0; left--)
        {
            revisions.Add(
                Encoding.UTF8.GetString(reader.Bytes()),
                new Revision(reader.Signed(), reader.Signed(), reader.Signed()));
        }

        return new WorkspaceSnapshot
        {
            Version = version,
            Definition = Parse(reader.Bytes()),
            Revisions = revisions.ToImmutable(),
        };
    }

    private static WorkspaceDefinition Parse(ReadOnlySpan<byte> file)
    {
        var parsed = WorkspaceFile.Parse(file);
        return parsed.Definition ?? throw new FormatException(
            $"A stored workspace does not read: {parsed.Faults[0]}");
    }
}
