using System.Buffers;
using System.Text.Json;

namespace Krewe.Domain.Workspaces;

/// <summary>The workspace file: everything that a workspace defines, as JSON.</summary>
/// <remarks>
/// <para>Shape: one object with a list for each kind of thing, member names in camel case; comments
/// and trailing commas are allowed, unknown members are not.</para>
/// <para>Units: at most 64 MiB of UTF-8, 16 levels deep.</para>
/// <para>Errors: never thrown; all mistakes are gathered with their path, line and column.</para>
/// </remarks>
public static class WorkspaceFile
{
    /// <summary>Reads the file and sees to its form: members, types, words, dates.</summary>
    public static WorkspaceParse Parse(ReadOnlySpan<byte> utf8Json)
    {
        var faults = new FaultLog();
        var (definition, paths) = Read(utf8Json, faults);
        return Result(definition, paths, faults);
    }

    /// <summary>Reads the file and validates what it defines, also where other parts cannot be
    /// read.</summary>
    public static WorkspaceParse Load(
        ReadOnlySpan<byte> utf8Json, WorkspaceRules rules)
    {
        var faults = new FaultLog();
        var (definition, paths) = Read(utf8Json, faults);
        if (definition is not null)
        {
            WorkspaceValidator.Validate(definition, rules, paths, faults);
        }

        return Result(definition, paths, faults);
    }

    /// <summary>Writes the one form that equal definitions share; it parses back to an equal
    /// definition.</summary>
    public static byte[] Write(WorkspaceDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, WorkspaceWriter.Indented))
        {
            WorkspaceWriter.Write(json, definition);
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private static (WorkspaceDefinition? Definition, WorkspacePaths Paths) Read(
        ReadOnlySpan<byte> utf8Json, FaultLog faults)
    {
        var root = FileTree.Read(utf8Json, faults);
        var paths = new WorkspacePaths { Root = root };
        var definition = root is null ? null : new WorkspaceReader(faults, paths).Read(root);
        return (definition, paths);
    }

    private static WorkspaceParse Result(
        WorkspaceDefinition? definition, WorkspacePaths paths, FaultLog faults) => new()
        {
            Definition = faults.HasErrors ? null : definition,
            Faults = faults.ToFaults(),
            Paths = paths,
        };
}
