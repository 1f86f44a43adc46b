using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Traits;

namespace Krewe.Grains.Onboarding;

/// <summary>The traits that one file may grant, by the definitions at its start.</summary>
/// <param name="catalog">The definitions.</param>
/// <param name="owner">Whose traits they are; null: all of the company's.</param>
internal sealed class OnboardingTraits(Catalog catalog, DataSourceId? owner) : IOnboardingTraits
{
    private readonly SignalIndex _signals = SignalIndex.Build(catalog.Definition.Traits
        .Where(trait => trait.Type == TraitType.Onboarded)
        .Where(trait => owner is null || trait.DataSource == owner));

    public TraitMatch Find(TraitId id) => catalog.FindTrait(id) switch
    {
        null => TraitMatch.Unknown,
        { } trait when owner is not null && trait.DataSource != owner => TraitMatch.WrongDataSource,
        { Type: not TraitType.Onboarded } => TraitMatch.WrongType,
        _ => TraitMatch.Onboarded,
    };

    public int MatchSignals(SignalBuffer signals, Span<TraitId> matches, out int unused) =>
        _signals.MatchLine(signals.Text, signals.Signals, matches, out unused);
}
