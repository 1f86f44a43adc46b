using System.Globalization;
using Krewe.Domain.Events;
using Krewe.Grains.Pacing;
using Krewe.Grains.Storage;
using Orleans.Storage;

namespace Krewe.Grains.Events;

/// <summary>The pages of one part of the journal in grain storage.</summary>
internal sealed class IntakeRecords(IGrainStorage storage, string part)
{
    private const int ReadsMin = 2;
    private const int CallsMax = 32;

    private readonly Records<IntakePage> _pages = new(storage, "intake-page");
    private readonly Records<IntakeIds> _ids = new(storage, "intake-ids");

    /// <summary>Writes a page that is not there yet.</summary>
    /// <remarks>Storage refuses to put it in the place of another one: a page whose write seemed to
    /// fail and landed late keeps its number, whoever has taken over since.</remarks>
    public Task AddPageAsync(long number, IntakePage page) =>
        _pages.AddAsync(KeyOf(number), page, CancellationToken.None);

    /// <summary>Reads the pages from a number on, to the first that is missing.</summary>
    public async Task<List<IntakePage>> ReadPagesAsync(
        long from, CancellationToken cancellationToken)
    {
        var pages = new List<IntakePage>();
        for (var count = ReadsMin; ; count = Math.Min(2 * count, CallsMax))
        {
            var read = await Task.WhenAll(Enumerable.Range(0, count).Select(
                index => _pages.ReadAsync(KeyOf(from + index), cancellationToken)));
            foreach (var page in read)
            {
                if (page is null)
                {
                    return pages;
                }

                pages.Add(page);
            }

            from += count;
        }
    }

    public Task<IntakeIds?> ReadIdsAsync(long number, CancellationToken cancellationToken) =>
        _ids.ReadAsync(KeyOf(number), cancellationToken);

    public Task WriteIdsAsync(long number, IntakeIds ids) =>
        _ids.WriteAsync(KeyOf(number), ids, CancellationToken.None);

    public Task ClearPagesAsync(long from, long end) =>
        ForEachAsync(from, end, key => _pages.ClearAsync(key, CancellationToken.None));

    public Task ClearIdsAsync(long from, long end) =>
        ForEachAsync(from, end, key => _ids.ClearAsync(key, CancellationToken.None));

    private Task ForEachAsync(long from, long end, Func<string, Task> clear)
    {
        var keys = new List<string>();
        for (var number = from; number < end; number++)
        {
            keys.Add(KeyOf(number));
        }

        return Bounded.ForEachAsync(keys, CallsMax, clear);
    }

    private string KeyOf(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{part}/{number}");
}
