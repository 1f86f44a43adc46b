using System.Globalization;
using Krewe.Contracts.Access;
using Krewe.Domain.Access;

namespace Krewe.Grains.Tests.Access;

/// <summary>
/// Goal: what was acknowledged is in the log, once and in order, whatever fails.
/// Method: append while storage fails before and after its writes and the silo restarts, as a seed
/// says; then read everything page by page.
/// </summary>
public sealed class AuditGrainTests
{
    private const int Page = AuditTrail.PageEntries;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Log_that_is_empty_lists_nothing()
    {
        await using var silo = await AccessSilo.OpenAsync();
        foreach (var before in new long?[] { null, -5, 0, 1, 99, long.MaxValue, long.MinValue })
        {
            var list = await silo.Audit.ListAsync(before, 10, None);
            Assert.Empty(list.Entries);
            Assert.Null(list.Before);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Acknowledged_entries_are_there_once_and_in_order(int seed)
    {
        await using var silo = await AccessSilo.OpenAsync();
        var random = new Random(seed);
        var acknowledged = new List<string>();
        for (var number = 0; number < 4 * Page; number++)
        {
            silo.Storage.FaultEvery = random.Next(4);
            var id = number.ToString(CultureInfo.InvariantCulture);
            if (await Xunit.Record.ExceptionAsync(() => AppendAsync(silo, id)) is null)
            {
                acknowledged.Add(id);
            }

            silo.Storage.FaultEvery = 0;
            if (random.Next(40) == 0)
            {
                await silo.RestartAsync();
            }
        }

        var entries = await ReadAllAsync(silo.Audit, random);
        var kept = entries.Select(entry => entry.Record.Id).ToArray();
        Assert.True(acknowledged.Count > Page, $"Seed {seed}: only {acknowledged.Count}");
        Assert.True(
            acknowledged.SequenceEqual(
                kept.Intersect(acknowledged, StringComparer.Ordinal), StringComparer.Ordinal),
            $"Seed {seed}: {string.Join(' ', kept)}");
        Assert.True(kept.Distinct(StringComparer.Ordinal).Count() == kept.Length, $"Seed {seed}");
        Assert.Equal(
            Enumerable.Range(1, kept.Length), entries.Select(entry => (int)entry.Number));
    }

    [Fact]
    public async Task List_is_newest_first_and_goes_on_where_it_ended()
    {
        await using var silo = await AccessSilo.OpenAsync();
        await AppendAsync(silo, Page + 3);

        var list = await silo.Audit.ListAsync(null, 5, None);
        Assert.Equal([67, 66, 65, 64, 63], list.Entries.Select(entry => entry.Number));
        Assert.Equal(63, list.Before);
        list = await silo.Audit.ListAsync(3, 5, None);
        Assert.Equal([2, 1], list.Entries.Select(entry => entry.Number));
        Assert.Null(list.Before);
        list = await silo.Audit.ListAsync(null, int.MaxValue, None);
        Assert.Equal(67, list.Entries.Length);
        Assert.Empty((await silo.Audit.ListAsync(null, 0, None)).Entries);
    }

    [Fact]
    public async Task Answer_is_bounded()
    {
        await using var silo = await AccessSilo.OpenAsync();
        await AppendAsync(silo, AuditLimits.ListMax + 2);
        Assert.Equal(
            AuditLimits.ListMax,
            (await silo.Audit.ListAsync(null, int.MaxValue, None)).Entries.Length);
    }

    [Fact]
    public async Task Pages_that_are_over_go_and_take_no_room_even_if_their_clearing_broke_off()
    {
        await using var silo = await AccessSilo.OpenAsync();
        await AppendAsync(silo, 3 * Page);
        await silo.RestartAsync(after: AuditTrail.KeptFor + TimeSpan.FromDays(1));
        await AppendAsync(silo, (2 * Page) + 1);
        await silo.RestartAsync();
        await AppendAsync(silo, Page);

        var entries = await ReadAllAsync(silo.Audit, new Random(0));

        Assert.Equal((3 * Page) + 1, entries[0].Number);
        Assert.Equal((6 * Page) + 1, entries[^1].Number);
        Assert.Equal(4, silo.Storage.Count);
    }

    private static async Task AppendAsync(AccessSilo silo, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await AppendAsync(silo, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static Task<long> AppendAsync(AccessSilo silo, string id) => silo.Audit.AppendAsync(
        new AuditRecord
        {
            Actor = AuditActor.Local,
            Action = AuditActions.FileUpload,
            Kind = "job",
            Id = id,
        },
        None);

    private static async Task<AuditEntry[]> ReadAllAsync(IAuditGrain audit, Random random)
    {
        var entries = new List<AuditEntry>();
        long? before = null;
        do
        {
            var list = await audit.ListAsync(before, random.Next(1, 100), None);
            entries.AddRange(list.Entries);
            before = list.Before;
        }
        while (before is not null);
        entries.Reverse();
        return [.. entries];
    }
}
