using System.Collections.Frozen;
using Krewe.Api.Graph;
using Krewe.Api.Segments;
using Krewe.Api.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Traits;

/// <summary>What changes of traits make of the definitions.</summary>
internal static class TraitEdits
{
    private const string Section = "traits";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "sid",
            ["dataSource"] = "dataSourceId",
            ["type"] = "kind",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<TraitId> Create(Definitions known, CreateTraitInput input)
    {
        var mistakes = new Mistakes();
        var number = Numbers.Of(
            "trait",
            ("id", "sid"),
            input.Sid,
            known.Definition.Traits.Select(trait => trait.Id.Value),
            mistakes);
        var trait = new TraitDefinition
        {
            Id = new TraitId(number),
            Name = input.Name,
            Description = input.Description,
            Type = TraitKinds.TypeOf(input.Kind),
            DataSource = Owners.Find(known, input.DataSourceId, mistakes),
            Folder = input.Folder,
            TtlDays = input.TtlDays,
            Rule = input.Rule,
            IntegrationCode = input.IntegrationCode,
        };
        return Put(known, trait, mistakes);
    }

    public static DefinitionEdit<TraitId> Update(Definitions known, UpdateTraitInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var mistakes = new Mistakes();
        var trait = found with
        {
            Name = input.Name ?? found.Name,
            Description = input.Description.Or(found.Description),
            Type = input.Kind is { } kind ? TraitKinds.TypeOf(kind) : found.Type,
            DataSource = input.DataSourceId is { } owner
                ? Owners.Find(known, owner, mistakes)
                : found.DataSource,
            Folder = input.Folder ?? found.Folder,
            TtlDays = input.TtlDays ?? found.TtlDays,
            Rule = input.Rule.Or(found.Rule),
            IntegrationCode = input.IntegrationCode.Or(found.IntegrationCode),
        };
        return Put(known, trait, mistakes);
    }

    public static DefinitionEdit<TraitId> Delete(Definitions known, DeleteTraitInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var next = known.Definition with { Traits = known.Definition.Traits.Remove(found) };
        return new(found.Id, next, new FaultReader(Section, -1));
    }

    private static TraitDefinition Find(Definitions known, string id, long? ifVersion)
    {
        var view = known.FindTrait(id);
        if (view is null)
        {
            throw Missing.Of("trait", "Trait", id);
        }

        Versions.Expect($"Trait {view.Key}", ifVersion, view.Version);
        return view.Definition;
    }

    private static DefinitionEdit<TraitId> Put(
        Definitions known, TraitDefinition trait, Mistakes mistakes)
    {
        var others = known.Definition.Traits.Where(other => other.Id != trait.Id).ToArray();
        Names.Expect(
            "trait",
            trait.Name,
            known.FindTrait(trait.Id)?.Name,
            others.Select(other => other.Name),
            mistakes);
        Owners.ExpectFreeCode(
            known.FindDataSource(trait.DataSource)?.Source is
            {
                UniqueTraitIntegrationCodes: true,
            },
            trait.IntegrationCode,
            others.Where(other => other.DataSource == trait.DataSource)
                .Select(other => other.IntegrationCode),
            mistakes);
        var traits = known.Definition.Traits.With(trait, one => one.Id);
        return new(
            trait.Id,
            known.Definition with { Traits = traits },
            new FaultReader(Section, traits.PlaceOf(one => one.Id == trait.Id))
            {
                Fields = Fields,
                Special = (member, faults) => member == "rule" && trait.Rule is { } rule
                    ? RuleMistake(rule, faults)
                    : null,
            })
        {
            Mistakes = mistakes,
        };
    }

    private static MistakeException<InvalidExpressionError>? RuleMistake(
        string rule, IReadOnlyList<DefinitionFault> faults)
    {
        var problems = ExpressionProblemView.Of(TraitRule.Parse(rule).Faults);
        return problems.Count == 0
            ? null
            : new(new InvalidExpressionError(
                problems, string.Join(' ', faults.Select(fault => fault.Message))));
    }
}

/// <summary>The data sources that own things.</summary>
internal static class Owners
{
    public const string Member = "dataSource";

    /// <summary>The data source of an ID; one that is not there is noted.</summary>
    public static DataSourceId Find(Definitions known, string id, Mistakes mistakes)
    {
        var found = known.FindDataSource(id);
        if (found is null)
        {
            mistakes.Add(Member, Missing.Error("data source", "DataSource", id));
        }

        return found?.Key ?? default;
    }

    /// <summary>Sees to it that a code is given once, where the owner asks for that.</summary>
    public static void ExpectFreeCode(
        bool isAsked, string? code, IEnumerable<string?> others, Mistakes mistakes)
    {
        if (isAsked && code is not null && others.Contains(code, StringComparer.Ordinal))
        {
            mistakes.Add("integrationCode", new InvalidInputError(
                "integrationCode",
                $"The data source asks for integration codes that are given once, and \"{code}\" "
                + "is taken; give another."));
        }
    }
}
