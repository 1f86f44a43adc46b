using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Workspaces;

/// <summary>The symbols by which the IDs of data sources are known outside.</summary>
internal static class DataSourceNamespaces
{
    public const int LengthMax = 64;

    private const WorkspaceSection Section = WorkspaceSection.DataSources;
    private const int WordLengthMax = 40;

    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Gives a namespace to each data source that has none: the letters and digits of its
    /// name, and its number.</summary>
    /// <remarks>Depends on nothing but names, numbers and the namespaces that are there.</remarks>
    public static ImmutableArray<DataSource> Complete(ImmutableArray<DataSource> sources)
    {
        var taken = sources.Select(source => source.Namespace)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. sources.Select(source => source.Namespace is not null
            ? source
            : source with { Namespace = Make(source, taken) })];
    }

    public static void Check(WorkspaceCheck check)
    {
        var seen = new Dictionary<string, DataSource>(StringComparer.OrdinalIgnoreCase);
        var sources = check.Definition.DataSources;
        for (var index = 0; index < sources.Length; index++)
        {
            if (sources[index].Namespace is not { } symbol)
            {
                continue;
            }

            if (symbol.Length is 0 or > LengthMax || symbol.AsSpan().ContainsAnyExcept(Letters))
            {
                check.Error(
                    Section,
                    index,
                    "namespace",
                    $"The namespace {Say.Quote(symbol)} is no symbol; write 1 to "
                    + CommonChecks.Invariant($"{LengthMax} of A-Z, a-z, 0-9, _ and -, or leave it ")
                    + "out to have one made.");
            }
            else if (!seen.TryAdd(symbol, sources[index]))
            {
                check.Error(
                    Section,
                    index,
                    "namespace",
                    $"{Say.Start(Say.It(sources[index]))} has the namespace {Say.Quote(symbol)} of "
                    + $"{Say.It(seen[symbol])}; give it another or leave it out.");
            }
        }
    }

    private static string Make(DataSource source, HashSet<string> taken)
    {
        var number = source.Id.Value.ToString(CultureInfo.InvariantCulture);
        var word = Word(source.Name);
        var symbol = word.Length == 0 ? $"ds_{number}" : $"{word}_{number}";
        for (var next = 2; !taken.Add(symbol); next++)
        {
            symbol = string.Create(CultureInfo.InvariantCulture, $"ds_{number}_{next}");
        }

        return symbol;
    }

    private static string Word(string name)
    {
        var word = new string([.. name
            .Select(letter => char.IsAsciiLetterOrDigit(letter)
                ? char.ToLowerInvariant(letter)
                : '_')
            .Take(WordLengthMax)]);
        return string.Join('_', word.Split('_', StringSplitOptions.RemoveEmptyEntries));
    }
}
