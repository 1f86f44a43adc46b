using Krewe.Domain.Traits;

namespace Krewe.Domain.Onboarding;

/// <summary>What a trait number stands for, to the file that names it.</summary>
public enum TraitMatch
{
    /// <summary>No such trait.</summary>
    Unknown = 0,

    /// <summary>A trait of another data source than the file's target.</summary>
    WrongDataSource = 1,

    /// <summary>A trait that files cannot grant.</summary>
    WrongType = 2,

    /// <summary>An onboarded trait of the target.</summary>
    Onboarded = 3,
}

/// <summary>The traits that one file may grant.</summary>
/// <remarks><para>Shape: fixed for the length of a file; asked from one thread at a time.</para>
/// </remarks>
public interface IOnboardingTraits
{
    /// <summary>What a number stands for.</summary>
    TraitMatch Find(TraitId id);

    /// <summary>Finds the onboarded traits of the target whose rules the signals of a line meet
    /// together.</summary>
    /// <param name="signals">All signals of the line.</param>
    /// <param name="matches">Where to write the traits, each once.</param>
    /// <param name="unused">How many of the signals no rule asks for.</param>
    /// <returns>How many traits; -1 if <paramref name="matches"/> is too short, and then what it
    /// holds means nothing.</returns>
    int MatchSignals(SignalBuffer signals, Span<TraitId> matches, out int unused);
}
