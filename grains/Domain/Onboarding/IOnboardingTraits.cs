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

    /// <summary>Finds the onboarded traits of the target whose rule a signal meets.</summary>
    /// <param name="key">The key, without quotes.</param>
    /// <param name="value">The value, without quotes.</param>
    /// <param name="matches">Filled as far as it reaches.</param>
    /// <returns>How many there are, which may be more than were written.</returns>
    int MatchSignal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<TraitId> matches);
}
