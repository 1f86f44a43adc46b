using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Workspaces;

/// <summary>A definition that is to take the place of another, with what the product decides about
/// it: namespaces, and when error sampling ends.</summary>
/// <remarks>
/// <para>Shape: what is decided once stays; a file may repeat it or leave it out, and may not
/// change it.</para>
/// <para>Units: days are UTC days.</para>
/// </remarks>
/// <param name="Definition">The definition, completed.</param>
/// <param name="Faults">Where it would change what stays; with any, it must not be taken.</param>
public sealed record WorkspaceRevision(
    WorkspaceDefinition Definition, ImmutableArray<DefinitionFault> Faults)
{
    private const WorkspaceSection Section = WorkspaceSection.DataSources;

    /// <summary>Completes a definition that the validator has passed.</summary>
    /// <param name="known">The definition in force.</param>
    /// <param name="given">The one that is to take its place.</param>
    /// <param name="paths">Where things are written; <see cref="WorkspacePaths.None"/> if they did
    /// not come from a file.</param>
    /// <param name="today">The day.</param>
    public static WorkspaceRevision Of(
        WorkspaceDefinition known,
        WorkspaceDefinition given,
        WorkspacePaths paths,
        DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(paths);
        var before = known.DataSources.ToDictionary(source => source.Id);
        var sources = given.DataSources
            .Select(source => Kept(before.GetValueOrDefault(source.Id), source, today))
            .ToImmutableArray();
        var owners = sources
            .Where(source => source.Namespace is not null)
            .ToLookup(source => source.Namespace!, StringComparer.OrdinalIgnoreCase);
        var faults = Enumerable.Range(0, sources.Length).SelectMany(index =>
            FaultsOf(index, given.DataSources[index], sources[index], owners, paths));
        return new WorkspaceRevision(
            given with { DataSources = DataSourceNamespaces.Complete(sources) }, [.. faults]);
    }

    private static DataSource Kept(DataSource? known, DataSource given, DateOnly today) =>
        given with
        {
            Namespace = known?.Namespace ?? given.Namespace,
            ErrorSamplingUntil = SamplingEnd(known, given, today),
        };

    // Sampling that is on goes on to its end; one that is turned on starts today.
    private static DateOnly? SamplingEnd(DataSource? known, DataSource given, DateOnly today)
    {
        var last = today.AddDays(DataSource.ErrorSamplingDays - 1);
        return (known, given) switch
        {
            (_, { ErrorSampling: false }) => null,
            ({ ErrorSampling: true, ErrorSamplingUntil: { } end }, _) => end,
            (_, { ErrorSamplingUntil: { } end }) when end <= last => end,
            _ => last,
        };
    }

    private static IEnumerable<DefinitionFault> FaultsOf(
        int index,
        DataSource given,
        DataSource kept,
        ILookup<string, DataSource> owners,
        WorkspacePaths paths)
    {
        if (given.Namespace is { } symbol
            && NamespaceFault(given, symbol, kept, owners) is { } fault)
        {
            yield return paths.Fault(Section, index, "namespace", fault, Severity.Error);
        }

        if (given.ErrorSamplingUntil is { } until && until != kept.ErrorSamplingUntil)
        {
            yield return paths.Fault(
                Section, index, "errorSamplingUntil", SamplingFault(given, kept), Severity.Error);
        }
    }

    private static string? NamespaceFault(
        DataSource given, string symbol, DataSource kept, ILookup<string, DataSource> owners)
    {
        if (symbol != kept.Namespace)
        {
            return $"The namespace of {Say.It(given)} is {Say.Quote(kept.Namespace ?? "")} and "
                + "never changes; take this one out.";
        }

        var other = owners[symbol].FirstOrDefault(source => source.Id != given.Id);
        return other is null
            ? null
            : $"The namespace {Say.Quote(symbol)} is that of {Say.It(other)}; give "
                + $"{Say.It(given)} another or leave it out.";
    }

    private static string SamplingFault(DataSource given, DataSource kept) =>
        kept.ErrorSamplingUntil is { } until
            ? $"Error sampling of {Say.It(given)} ends with "
                + $"{until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; take this day "
                + "out. To start it anew, turn it off, and then on again."
            : $"Error sampling of {Say.It(given)} is off, so it has no last day; take this one "
                + "out.";
}
