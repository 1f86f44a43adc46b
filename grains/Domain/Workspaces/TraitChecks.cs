using System.Buffers;
using System.Collections.Immutable;
using Krewe.Domain.Traits;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of traits.</summary>
internal static class TraitChecks
{
    private const WorkspaceSection Section = WorkspaceSection.Traits;

    // Reports and bulk sheets split at these.
    private static readonly SearchValues<char> Avoided = SearchValues.Create(",-|\u2010\u2011");

    public static void Run(WorkspaceCheck check)
    {
        var traits = check.Definition.Traits;
        Length(check, Section, traits.Length, WorkspaceLimits.TraitsMax);
        Count(check, TraitType.Algorithmic, WorkspaceLimits.AlgorithmicTraitsMax);
        Count(check, TraitType.Folder, WorkspaceLimits.FolderTraitsMax);
        Keys(check, Section, traits, trait => trait.Id, "id", Say.It);
        for (var index = 0; index < traits.Length; index++)
        {
            One(check, index, traits[index]);
        }

        Folders(check, traits);
        OwnedCodes.Run(
            check,
            Section,
            traits,
            trait => (trait.DataSource, trait.IntegrationCode),
            source => source.UniqueTraitIntegrationCodes,
            Say.It);
    }

    private static void Count(WorkspaceCheck check, TraitType type, int max)
    {
        var count = check.Definition.Traits.Count(trait => trait.Type == type);
        if (count > max)
        {
            var word = Say.Quote(FileWords.TraitTypes.Write(type));
            check.Error(
                Section, Invariant($"{count} traits are {word}; at most {max} may be."));
        }
    }

    private static void Folders(WorkspaceCheck check, ImmutableArray<TraitDefinition> traits)
    {
        var first = new Dictionary<string, TraitDefinition>(StringComparer.Ordinal);
        for (var index = 0; index < traits.Length; index++)
        {
            var trait = traits[index];
            if (trait.Type == TraitType.Folder
                && !check.IsBroken(trait)
                && !first.TryAdd(trait.Folder, trait))
            {
                check.Error(
                    Section,
                    index,
                    "folder",
                    $"{Say.Start(Say.It(trait))} stands for the folder {Say.Quote(trait.Folder)}, "
                    + $"for which {Say.It(first[trait.Folder])} stands already; a folder has one "
                    + "folder trait: remove one or file it elsewhere.");
            }
        }
    }

    private static void One(WorkspaceCheck check, int index, TraitDefinition trait)
    {
        Name(check, Section, index, trait.Name);
        if (trait.Name.AsSpan().ContainsAny(Avoided))
        {
            check.Warn(
                Section,
                index,
                "name",
                $"The name of {Say.It(trait)} holds a comma, dash or pipe, which reports split at; "
                + "avoid them.");
        }

        Code(check, Section, index, trait.IntegrationCode);
        Folder(check, Section, index, trait.Folder);
        if (check.Source(trait.DataSource) is null)
        {
            check.UnknownSource(
                Section,
                index,
                "dataSource",
                $"{Say.Start(Say.It(trait))} is of data source {trait.DataSource}");
        }

        if (trait.TtlDays is < 0 or > WorkspaceLimits.TtlDaysMax)
        {
            check.Error(
                Section,
                index,
                "ttlDays",
                Invariant($"{Say.Start(Say.It(trait))} lasts {trait.TtlDays} days; write 1 to ")
                + Invariant($"{WorkspaceLimits.TtlDaysMax}, or 0 for ever."));
        }

        Rule(check, index, trait);
    }

    private static void Rule(WorkspaceCheck check, int index, TraitDefinition trait)
    {
        if (trait.Rule is { } rule)
        {
            if (!check.IsBroken(trait)
                && trait.Type is TraitType.Algorithmic or TraitType.Folder)
            {
                check.Error(
                    Section,
                    index,
                    "rule",
                    $"{Say.Start(Say.It(trait))} is {TypeWord(trait)}, which takes no rule; remove "
                    + "the rule or change the type.");
                return;
            }

            CommonChecks.Rule(check, Section, index, Say.It(trait), check.Rules.Trait(rule));
        }
        else if (trait.Type is TraitType.RuleBased)
        {
            check.Error(
                Section,
                index,
                "rule",
                $"{Say.Start(Say.It(trait))} is {TypeWord(trait)} but has no rule; write one.");
        }
    }

    private static string TypeWord(TraitDefinition trait) =>
        Say.Quote(FileWords.TraitTypes.Write(trait.Type));
}
