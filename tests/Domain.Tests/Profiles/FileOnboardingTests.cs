using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Profiles;

/// <summary>
/// Goal: where a file was cut, and how often a batch was taken in, does not show.
/// Method: random lines for one user, cut at random places into batches and parts, each batch and
/// the one before repeated at random; the same lines applied to a set of traits, one by one.
/// </summary>
public sealed class FileOnboardingTests
{
    private static readonly IdentityKey User = new(new DataSourceId(10), IdentityValue.Parse("c"));

    private static readonly Catalog Catalog = Catalog.Compile(
        new WorkspaceDefinition
        {
            Traits = [.. Enumerable.Range(1, 6).Select(id => new TraitDefinition
            {
                Id = new TraitId(id),
                Name = $"trait {id}",
                DataSource = new DataSourceId(id <= 4 ? 10 : 11),
                Type = id == 4 ? TraitType.RuleBased : TraitType.Onboarded,
                Rule = id == 4 ? "k == \"1\"" : null,
            })],
        },
        version: 1,
        new DateOnly(2026, 1, 1));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cuts_and_repeats_of_a_file_do_not_show(int seed)
    {
        var random = new Random(seed);
        var fragment = Fragment.Of(User);
        var held = new HashSet<int>();
        for (var upload = 1; upload <= 4; upload++)
        {
            var overwrites = random.Next(2) == 0;
            DataSourceId? target = random.Next(2) == 0 ? null : new DataSourceId(10);
            var lines = Lines(random, random.Next(5) == 0 ? 230 : random.Next(1, 12));
            var (removed, taken) = Model(held, lines, overwrites, target);

            var batch = new OnboardingBatch
            {
                Identity = User,
                Stamp = new ImportStamp((ulong)upload, 1, 1, 1),
                At = upload,
                Overwrites = overwrites,
                Target = target,
                Operations = [],
                LineEnds = [],
                CatalogVersion = 1,
            };
            var counted = Apply(ref fragment, batch, lines, random);

            Assert.Equal(
                (seed, upload, string.Join(' ', held.Order()), removed, taken),
                (seed,
                    upload,
                    string.Join(' ', fragment.Traits.Select(trait => trait.Trait)),
                    counted.Removed,
                    counted.Taken));
        }
    }

    [Fact]
    public void Repeated_batch_is_answered_as_before_and_changes_nothing()
    {
        var batch = new OnboardingBatch
        {
            Identity = User,
            Stamp = new ImportStamp(1, 1, 1, 1),
            At = 1,
            Overwrites = false,
            Operations = [new TraitOperation(new TraitId(1), Adds: true)],
            LineEnds = [1],
            CatalogVersion = 1,
        };
        var first = FileOnboarding.Apply(
            Fragment.Of(User), batch, ImportMatch.Pending, Catalog, out var outcome);

        var second = FileOnboarding.Apply(
            first, batch, ImportMatch.Matched, Catalog, out var again);

        Assert.Same(first, second);
        Assert.Equal(outcome, again);
    }

    private static (int Removed, int Taken) Apply(
        ref Fragment fragment, OnboardingBatch template, TraitOperation[][] lines, Random random)
    {
        var (removed, taken, part, line) = (0, 0, 1, 1);
        OnboardingBatch? before = null;
        for (var start = 0; start < lines.Length;)
        {
            var end = Math.Min(lines.Length, start + random.Next(1, 1 + (lines.Length / 2) + 1));
            if (random.Next(4) == 0)
            {
                (part, line) = (part + 1, 1);
            }

            var batch = template with
            {
                Stamp = template.Stamp with
                {
                    Part = part,
                    FirstLine = line,
                    LastLine = line + end - start - 1,
                },
                Operations = [.. lines[start..end].SelectMany(each => each)],
                LineEnds = Ends(lines[start..end]),
            };
            fragment = FileOnboarding.Apply(
                fragment, batch, ImportMatch.Matched, Catalog, out var outcome);
            (removed, taken) = (removed + outcome.TraitsRemoved, taken + outcome.LinesTaken);
            fragment = Repeat(fragment, batch, before, random);
            (start, line, before) = (end, batch.Stamp.LastLine + 1, batch);
        }

        return (removed, taken);
    }

    private static Fragment Repeat(
        Fragment fragment, OnboardingBatch batch, OnboardingBatch? before, Random random)
    {
        var same = random.Next(2) == 0 || before?.Stamp.Part != batch.Stamp.Part ? batch : before;
        var again = FileOnboarding.Apply(
            fragment, same, ImportMatch.Matched, Catalog, out _);
        Assert.Same(fragment, again);
        return again;
    }

    private static (int Removed, int Taken) Model(
        HashSet<int> held, TraitOperation[][] lines, bool overwrites, DataSourceId? target)
    {
        var cleared = held.Where(trait => overwrites && trait != 4 && (target is null || trait < 4))
            .ToHashSet();
        held.ExceptWith(cleared);
        var removed = 0;
        foreach (var operation in lines.Take(ImportMarker.LinesMax).SelectMany(line => line))
        {
            if (operation.Adds)
            {
                held.Add(operation.Trait.Value);
                cleared.Remove(operation.Trait.Value);
            }
            else if (held.Remove(operation.Trait.Value))
            {
                removed++;
            }
        }

        return (removed + cleared.Count, Math.Min(lines.Length, ImportMarker.LinesMax));
    }

    private static TraitOperation[][] Lines(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(4))
            .Select(_ => new TraitOperation(
                new TraitId(random.Next(1, 7)), Adds: random.Next(3) != 0))
            .ToArray()),
    ];

    private static ImmutableArray<int> Ends(TraitOperation[][] lines)
    {
        var end = 0;
        return [.. lines.Select(line => end += line.Length)];
    }
}
