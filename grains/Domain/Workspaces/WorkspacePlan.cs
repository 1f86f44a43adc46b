using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Krewe.Domain.Workspaces;

/// <summary>What would change if one definition took the place of another.</summary>
public static class WorkspacePlan
{
    /// <summary>Every difference, list by list, each in the order of its keys.</summary>
    /// <returns>Empty if the definitions are equal.</returns>
    public static ImmutableArray<PlannedChange> Between(
        WorkspaceDefinition before, WorkspaceDefinition after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. Workspace(
                "partnerId", PlanValue.Of(before.PartnerId), PlanValue.Of(after.PartnerId)),
            .. Workspace("addOns", PlanValue.Of(before.AddOns), PlanValue.Of(after.AddOns)),
            .. List(
                "data source",
                before.DataSources,
                after.DataSources,
                it => it.Id,
                Say.It,
                WorkspaceWriter.Write,
                it => it.Namespace is { } made ? $"added, namespace {made}" : "added"),
            .. List(
                "trait", before.Traits, after.Traits, it => it.Id, Say.It, WorkspaceWriter.Write),
            .. List(
                "merge rule",
                before.MergeRules,
                after.MergeRules,
                it => it.Name,
                Say.It,
                WorkspaceWriter.Write),
            .. List(
                "segment",
                before.Segments,
                after.Segments,
                it => it.Id,
                Say.It,
                WorkspaceWriter.Write),
            .. List(
                "account",
                before.Accounts,
                after.Accounts,
                it => it.Name,
                Say.It,
                WorkspaceWriter.Write),
            .. List(
                "destination",
                before.Destinations,
                after.Destinations,
                it => it.Id,
                Say.It,
                WorkspaceWriter.Write),
            .. List(
                "event source",
                before.EventSources,
                after.EventSources,
                it => it.Name,
                Say.It,
                WorkspaceWriter.Write),
        ];
    }

    private static IEnumerable<PlannedChange> Workspace(string member, string before, string after)
    {
        if (!string.Equals(before, after, StringComparison.Ordinal))
        {
            yield return new PlannedChange(
                PlannedChangeKind.Changed,
                "workspace",
                "",
                $"workspace: {member} {before} -> {after}");
        }
    }

    private static IEnumerable<PlannedChange> List<T, TKey>(
        string thing,
        ImmutableArray<T> before,
        ImmutableArray<T> after,
        Func<T, TKey> key,
        Func<T, string> say,
        Action<Utf8JsonWriter, T> write,
        Func<T, string>? added = null)
        where T : class
        where TKey : notnull, IComparable<TKey>
    {
        var old = before.ToDictionary(key);
        var changes = new List<(TKey Key, PlannedChange Change)>();
        foreach (var item in after)
        {
            var kind = old.Remove(key(item), out var known)
                ? PlannedChangeKind.Changed
                : PlannedChangeKind.Added;
            var text = known is null
                ? $"{say(item)}: {added?.Invoke(item) ?? "added"}"
                : Text(known, item, say, write);
            if (text is not null)
            {
                changes.Add((key(item), Change(kind, thing, key(item), text)));
            }
        }

        foreach (var item in old.Values)
        {
            changes.Add(
                (key(item),
                Change(PlannedChangeKind.Removed, thing, key(item), $"{say(item)}: removed")));
        }

        // Names in the order of their characters, as in the definition itself.
        var order = Comparer<TKey>.Create((left, right) => (left, right) is (string a, string b)
            ? string.CompareOrdinal(a, b)
            : left.CompareTo(right));
        return changes.OrderBy(change => change.Key, order).Select(change => change.Change);
    }

    private static PlannedChange Change<TKey>(
        PlannedChangeKind kind, string thing, TKey key, string text) =>
        new(kind, thing, string.Create(CultureInfo.InvariantCulture, $"{key}"), text);

    // Most things are equal, and many of them by value: only the rest is written out.
    private static string? Text<T>(
        T before, T after, Func<T, string> say, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (before.Equals(after))
        {
            return null;
        }

        using var old = Document(before, write);
        using var now = Document(after, write);
        var members = PlanValue.Differences(old.RootElement, now.RootElement).ToArray();
        return members.Length == 0 ? null : $"{say(after)}: {string.Join("; ", members)}";
    }

    private static JsonDocument Document<T>(T item, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            write(json, item);
        }

        return JsonDocument.Parse(bytes.WrittenMemory);
    }
}
