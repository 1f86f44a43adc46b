using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of event sources.</summary>
internal static class EventSourceChecks
{
    private const WorkspaceSection Section = WorkspaceSection.EventSources;

    public static void Run(WorkspaceCheck check)
    {
        var sources = check.Definition.EventSources;
        Length(check, Section, sources.Length, WorkspaceLimits.EventSourcesMax);
        Keys(check, Section, sources, source => source.Name, "name", Say.It);
        for (var index = 0; index < sources.Length; index++)
        {
            Name(check, Section, index, sources[index].Name);
            Ids(check, index, sources[index]);
        }

        ApiKeys(check);
        ForAnyKey(check);
    }

    private static void Ids(WorkspaceCheck check, int index, EventSource source)
    {
        Ids(check, index, source, "users", source.Users, IdType.CrossDevice);
        Ids(check, index, source, "anonymous", source.Anonymous, IdType.Cookie);
        if (source.Emails is { } emails)
        {
            Ids(check, index, source, "emails", emails, IdType.CrossDevice);
            Hashes(check, index, source, emails);
        }
    }

    private static void Ids(
        WorkspaceCheck check,
        int index,
        EventSource source,
        string member,
        DataSourceId id,
        IdType wanted)
    {
        if (check.Source(id) is not { } named)
        {
            check.UnknownSource(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(source))} takes {member} from data source {id}");
        }
        else if (!check.IsBroken(named) && named.IdType != wanted)
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(source))} takes {member} from {Say.It(named)}, which holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(named.IdType))}; name one that holds "
                + $"{Say.Quote(FileWords.IdTypes.Write(wanted))}.");
        }
    }

    private static void Hashes(
        WorkspaceCheck check, int index, EventSource source, DataSourceId id)
    {
        if (check.Source(id) is { ShareAs: HashLabel.None, IdType: IdType.CrossDevice } named
            && !check.IsBroken(named))
        {
            check.Error(
                Section,
                index,
                "emails",
                $"{Say.Start(Say.It(source))} takes emails from {Say.It(named)}, which is not said "
                + "to hold hashes; name one with \"shareInPeopleBasedDestinations\": "
                + "\"Emails(SHA256, lowercased)\".");
        }
    }

    private static void ApiKeys(WorkspaceCheck check)
    {
        var seen = new Dictionary<string, EventSource>(StringComparer.Ordinal);
        var sources = check.Definition.EventSources;
        for (var index = 0; index < sources.Length; index++)
        {
            var source = sources[index];
            if (source.Keys.Length > WorkspaceLimits.EventSourceKeysMax)
            {
                check.Error(
                    Section,
                    index,
                    "keys",
                    Invariant($"{Say.Start(Say.It(source))} names {source.Keys.Length} API keys; ")
                    + Invariant($"at most {WorkspaceLimits.EventSourceKeysMax} may be."));
            }

            for (var item = 0; item < source.Keys.Length; item++)
            {
                ApiKey(check, index, item, source, seen);
            }
        }
    }

    private static void ApiKey(
        WorkspaceCheck check,
        int index,
        int item,
        EventSource source,
        Dictionary<string, EventSource> seen)
    {
        var (key, member) = (source.Keys[item], Invariant($"keys[{item}]"));
        if (string.IsNullOrWhiteSpace(key))
        {
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(source))} names a key by nothing; write the name that the key "
                + "was made with.");
        }
        else if (!seen.TryAdd(key, source))
        {
            var other = ReferenceEquals(seen[key], source) ? "twice" : $"as {Say.It(seen[key])}";
            check.Error(
                Section,
                index,
                member,
                $"{Say.Start(Say.It(source))} names the API key {Say.Quote(key)} {other}"
                + $"{(other == "twice" ? "" : " does")}; a key belongs to one source.");
        }
    }

    private static void ForAnyKey(WorkspaceCheck check)
    {
        EventSource? first = null;
        var sources = check.Definition.EventSources;
        for (var index = 0; index < sources.Length; index++)
        {
            if (!sources[index].Keys.IsEmpty || check.IsBroken(sources[index]))
            {
                continue;
            }

            if (first is not null)
            {
                check.Error(
                    Section,
                    index,
                    "keys",
                    $"{Say.Start(Say.It(sources[index]))} and {Say.It(first)} both name no API "
                    + "key, so both would be for every other key; name the keys of one.");
            }

            first ??= sources[index];
        }
    }
}
