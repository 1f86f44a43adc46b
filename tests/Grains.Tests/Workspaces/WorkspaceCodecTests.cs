using System.Collections.Immutable;
using System.Text;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Workspaces;

namespace Krewe.Grains.Tests.Workspaces;

public sealed class WorkspaceCodecTests
{
    private static readonly WorkspaceDefinition Definition = new() { PartnerId = 17 };

    private static string File =>
        Convert.ToHexStringLower(WorkspaceFile.Write(Definition));

    [Fact]
    public void Form_of_a_later_version_is_refused() =>
        Assert.Throws<FormatException>(() => WorkspaceCodec.Read([3, 0, 0, 0, 0, 0, 0, 0, 0]));

    [Fact]
    public void Damage_is_told()
    {
        var stored = WorkspaceCodec.Write(Snapshot()).ToArray();
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<FormatException>(() => WorkspaceCodec.Read(stored.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Form_of_before_revisions_is_read()
    {
        var read = WorkspaceCodec.Read(Convert.FromHexString("010900000000000000" + File));

        Assert.Equal(9, read.Version);
        Assert.True(Definition.SameAs(read.Definition));
        Assert.Empty(read.Revisions);
    }

    [Fact]
    public void Stored_form_never_changes()
    {
        var file = WorkspaceFile.Write(Definition).Length;
        Assert.InRange(file, 1, 0x7f);
        Assert.Equal(
            "02" + "0900000000000000" + "02"
            + "09" + Hex("segment 3") + "04" + "c801" + "ac02"
            + "07" + Hex("trait 1") + "12" + "ac02" + "ac02"
            + file.ToString("x2", null) + File,
            Convert.ToHexStringLower(WorkspaceCodec.Write(Snapshot()).Span));
    }

    [Fact]
    public void Snapshot_comes_back_as_it_was()
    {
        var read = WorkspaceCodec.Read(WorkspaceCodec.Write(Snapshot()).Span);

        Assert.Equal(9, read.Version);
        Assert.True(Definition.SameAs(read.Definition));
        Assert.Equal(Snapshot().Revisions.ToHashSet(), [.. read.Revisions]);
    }

    private static string Hex(string text) =>
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    private static WorkspaceSnapshot Snapshot() => new()
    {
        Version = 9,
        Definition = Definition,
        Revisions = ImmutableDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create(Revision.KeyOf("trait", "1"), new Revision(9, 150, 150)),
                KeyValuePair.Create(Revision.KeyOf("segment", "3"), new Revision(2, 100, 150)),
            ]),
    };
}
