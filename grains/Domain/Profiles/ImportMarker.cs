using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Which lines of which file a batch holds.</summary>
/// <remarks>
/// <para>Shape: <paramref name="Upload"/> is shared by the parts of one split file.</para>
/// <para>Units: lines count from 1 in their part, both inclusive.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-stamp")]
public readonly record struct ImportStamp(
    [property: Id(0)] ulong Upload,
    [property: Id(1)] int Part,
    [property: Id(2)] int FirstLine,
    [property: Id(3)] int LastLine);

/// <summary>What applying a batch of a file came to.</summary>
/// <remarks>
/// <para>Units: <paramref name="LinesTaken"/> counts lines from the batch's first; the rest were
/// over the limit for one user. <paramref name="TraitsRemoved"/> can be negative: a later line of
/// an overwriting file gives back what an earlier batch took.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-outcome")]
public readonly record struct ImportOutcome(
    [property: Id(0)] int LinesTaken,
    [property: Id(1)] int TraitsRemoved,
    [property: Id(2)] int LinksDropped,
    [property: Id(3)] ImportMatch Match);

/// <summary>Whether the user of a batch is known by anything else.</summary>
[GenerateSerializer, Alias("import-match")]
public enum ImportMatch
{
    /// <summary>The identity is linked to others, or needs none.</summary>
    Matched = 0,

    /// <summary>A cross-device or mobile ID that is linked to nothing yet: kept, and used once it
    /// is.</summary>
    Pending = 1,

    /// <summary>A browser's ID that is linked to nothing: its lines were not applied.</summary>
    Unmatched = 2,
}

/// <summary>How far a file has been applied to one identity.</summary>
/// <remarks>
/// <para>Shape: the last batch and what it came to, so that the same batch taken up again after a
/// crash changes nothing and is answered as before.</para>
/// <para>Units: <see cref="Lines"/> counts the lines taken from all parts of the upload;
/// <see cref="Cleared"/> holds the traits that the upload overwrote and has not given back,
/// ascending.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-marker")]
public sealed record ImportMarker
{
    /// <summary>Lines for one user that one upload may hold.</summary>
    public const int LinesMax = 200;

    /// <summary>The last batch.</summary>
    [Id(0)]
    public required ImportStamp Stamp { get; init; }

    /// <summary>What it came to.</summary>
    [Id(1)]
    public required ImportOutcome Outcome { get; init; }

    /// <summary>Lines taken from the upload so far.</summary>
    [Id(2)]
    public required int Lines { get; init; }

    /// <summary>Traits that the upload overwrote.</summary>
    [Id(3)]
    public ImmutableArray<TraitId> Cleared { get; init; } = [];

    /// <summary>True if the batch has been applied before.</summary>
    public bool Covers(ImportStamp stamp) =>
        Stamp.Upload == stamp.Upload
        && Stamp.Part == stamp.Part
        && Stamp.LastLine >= stamp.LastLine;

    /// <summary>The marker that goes on from this one, if it is of the same upload.</summary>
    public static ImportMarker Next(
        ImportMarker? known, ImportStamp stamp, ImportOutcome outcome) => new()
        {
            Stamp = stamp,
            Outcome = outcome,
            Lines = outcome.LinesTaken + (known?.Stamp.Upload == stamp.Upload ? known.Lines : 0),
            Cleared = known?.Stamp.Upload == stamp.Upload ? known.Cleared : [],
        };
}
