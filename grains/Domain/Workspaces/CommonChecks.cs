using System.Globalization;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of every list: names, keys, codes, folders, lengths.</summary>
internal static class CommonChecks
{
    public static void Length(WorkspaceCheck check, WorkspaceSection section, int count, int max)
    {
        if (count > max)
        {
            check.Error(
                section, Invariant($"There are {count}, but at most {max} may be; remove some."));
        }
    }

    public static void Keys<T, TKey>(
        WorkspaceCheck check,
        WorkspaceSection section,
        IReadOnlyList<T> items,
        Func<T, TKey> key,
        string member,
        Func<T, string> say)
        where TKey : notnull
    {
        var seen = new Dictionary<TKey, T>();
        for (var index = 0; index < items.Count; index++)
        {
            if (!seen.TryAdd(key(items[index]), items[index]))
            {
                check.Error(
                    section,
                    index,
                    member,
                    $"{Say.Start(say(items[index]))} has the same {member} as "
                    + $"{say(seen[key(items[index])])}; give it another {member} or remove it.");
            }
        }
    }

    /// <summary>A name that is there, not too long and on one line.</summary>
    public static void Name(WorkspaceCheck check, WorkspaceSection section, int index, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            check.Error(section, index, "name", "The name is blank; write one.");
            return;
        }

        TextLength(check, section, index, "name", name);
        if (name.Any(char.IsControl))
        {
            check.Error(
                section,
                index,
                "name",
                $"The name {Say.Quote(name)} holds a tab or another control character; "
                + "take it out.");
        }
    }

    public static void Code(
        WorkspaceCheck check, WorkspaceSection section, int index, string? code)
    {
        if (code is null)
        {
            return;
        }

        TextLength(check, section, index, "integrationCode", code);
        if (string.IsNullOrWhiteSpace(code) || code.Any(char.IsControl))
        {
            check.Error(
                section,
                index,
                "integrationCode",
                "The integration code is blank or holds a control character; write another "
                + "or leave it out.");
        }
    }

    /// <summary>Names from the root: <c>/CRM/Buyers</c>.</summary>
    public static void Folder(
        WorkspaceCheck check, WorkspaceSection section, int index, string folder)
    {
        if (string.Equals(folder, "/", StringComparison.Ordinal))
        {
            return;
        }

        var names = folder.Split('/');
        if (names[0].Length > 0 || names.Skip(1).Any(string.IsNullOrWhiteSpace))
        {
            check.Error(
                section,
                index,
                "folder",
                $"The folder {Say.Quote(folder)} is not a path; write names after slashes, as in "
                + "\"/CRM/Buyers\".");
        }
        else if (names.Length - 1 > WorkspaceLimits.FolderDepthMax)
        {
            check.Error(
                section,
                index,
                "folder",
                Invariant($"The folder {Say.Quote(folder)} is {names.Length - 1} levels deep; ")
                + Invariant($"at most {WorkspaceLimits.FolderDepthMax} may be."));
        }
    }

    /// <summary>Says what is wrong inside a rule, and where.</summary>
    public static void Rule(
        WorkspaceCheck check, WorkspaceSection section, int index, string it, RuleReading reading)
    {
        foreach (var fault in reading.Faults)
        {
            check.Error(
                section,
                index,
                "rule",
                Invariant($"The rule of {it} does not read, line {fault.Line}, ")
                + Invariant($"column {fault.Column}: {fault.Message}."));
        }
    }

    public static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    private static void TextLength(
        WorkspaceCheck check, WorkspaceSection section, int index, string member, string text)
    {
        if (text.Length > WorkspaceLimits.NameLengthMax)
        {
            check.Error(
                section,
                index,
                member,
                Invariant($"{Say.Quote(text)} has {text.Length} characters; ")
                + Invariant($"at most {WorkspaceLimits.NameLengthMax} may be."));
        }
    }
}
