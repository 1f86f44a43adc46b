using System.Collections.Immutable;

namespace Krewe.Domain.Onboarding;

/// <summary>A line that shows an error.</summary>
/// <remarks><para>Shape: <paramref name="Excerpt"/> is the masked beginning of the line (see
/// <see cref="PersonalData.Excerpt(ReadOnlySpan{byte})"/>), empty of an overlong one.</para>
/// <para>Units: lines count from 1 in the file that arrived, blank ones too.</para></remarks>
[GenerateSerializer, Immutable, Alias("import-sample")]
public sealed record ImportSample(
    [property: Id(0)] LineFault Fault,
    [property: Id(1)] long Line,
    [property: Id(2)] string Excerpt,
    [property: Id(3)] string Reason);

/// <summary>The first samples of every kind of error in a file.</summary>
/// <remarks>
/// <para>Shape: ordered by fault, then by line. Never more than
/// <see cref="OnboardingLimits.SamplesPerFaultMax"/> a fault: the ones with the smallest line
/// numbers, whatever order they came in.</para>
/// <para>Source: Audience Manager, "Onboarding status report" (the first ten errors of each
/// type), read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-samples")]
public sealed record ImportSamples
{
    private const int Max = OnboardingLimits.SamplesPerFaultMax;

    /// <summary>No samples.</summary>
    public static ImportSamples Empty { get; } = new();

    /// <summary>The samples.</summary>
    [Id(0)]
    public ImmutableArray<ImportSample> Items { get; init; } = [];

    /// <summary>True if a sample would be kept. Ask before an excerpt is made.</summary>
    public bool HasRoom(LineFault fault, long line)
    {
        var count = 0;
        foreach (var item in Items)
        {
            count += item.Fault == fault && item.Line <= line ? 1 : 0;
        }

        return count < Max;
    }

    /// <summary>With one sample more, or the same if there is no room or it is known.</summary>
    public ImportSamples Add(ImportSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return Merge(new ImportSamples { Items = [sample] });
    }

    /// <summary>The first samples of both.</summary>
    public ImportSamples Merge(ImportSamples other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImmutableArray<ImportSample> merged =
        [
            .. Items.Concat(other.Items)
                .Distinct()
                .GroupBy(item => item.Fault)
                .OrderBy(group => group.Key)
                .SelectMany(group => group.Order(ByLine.Instance).Take(Max)),
        ];
        return merged.SequenceEqual(Items) ? this : new ImportSamples { Items = merged };
    }

    /// <inheritdoc/>
    public bool Equals(ImportSamples? other) =>
        other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Items.IsEmpty ? 0 : HashCode.Combine(Items.Length, Items[0]);

    private sealed class ByLine : IComparer<ImportSample>
    {
        public static readonly ByLine Instance = new();

        public int Compare(ImportSample? left, ImportSample? right)
        {
            var byLine = left!.Line.CompareTo(right!.Line);
            var byText = byLine != 0 ? byLine : string.CompareOrdinal(left.Excerpt, right.Excerpt);
            return byText != 0 ? byText : string.CompareOrdinal(left.Reason, right.Reason);
        }
    }
}
