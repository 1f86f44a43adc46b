using Krewe.Domain.Identity;

namespace Krewe.Domain.Workspaces;

/// <summary>Integration codes that a data source asks to be unique.</summary>
internal static class OwnedCodes
{
    public static void Run<T>(
        WorkspaceCheck check,
        WorkspaceSection section,
        IReadOnlyList<T> items,
        Func<T, (DataSourceId Owner, string? Code)> read,
        Func<DataSource, bool> isAsked,
        Func<T, string> say)
    {
        var seen = new Dictionary<(DataSourceId, string), T>();
        for (var index = 0; index < items.Count; index++)
        {
            var (owner, code) = read(items[index]);
            if (code is null || check.Source(owner) is not { } source || !isAsked(source))
            {
                continue;
            }

            if (!seen.TryAdd((owner, code), items[index]))
            {
                check.Error(
                    section,
                    index,
                    "integrationCode",
                    $"{Say.Start(say(items[index]))} has the integration code {Say.Quote(code)} of "
                    + $"{say(seen[(owner, code)])}, and {Say.It(source)} asks for unique ones; "
                    + "give it another.");
            }
        }
    }
}
