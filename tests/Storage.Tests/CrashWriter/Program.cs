using System.Globalization;
using System.Text;
using Krewe.Embedded;
using Krewe.Embedded.Storage;

// Writes until it is killed. Each writer counts upwards from what is stored, in batches of three
// records that always hold the same number, and prints "writer number" once that is acknowledged.
var (directory, writers, seed) = (args[0], Parse(args[1]), Parse(args[2]));
await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions
{
    Directory = directory,
    MemoryBudgetBytes = 16 << 20,
    LogSegmentBytes = 4 << 20,
    StateSegmentBytes = 4 << 20,
    CheckpointEveryBytes = 2 << 20,
    CompactFromBytes = 4 << 20,
});
await Task.WhenAll(
    Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer))));

async Task WriteAsync(int writer)
{
    var random = new Random(seed + writer);
    var first = await store.ReadAsync("a", Key(writer), CancellationToken.None);
    for (var number = first is { } stored ? NumberIn(stored) + 1 : 1; ; number++)
    {
        // Now and then a value that takes several entries of the log.
        var pad = random.Next(100) == 0 ? random.Next(900_000) : random.Next(300);
        var value = Encoding.ASCII.GetBytes(
            number.ToString(CultureInfo.InvariantCulture) + " " + new string('x', pad));
        await store.WriteAsync(
            [
                new DurableWrite("a", Key(writer), value),
                new DurableWrite("b", Key(writer), value.AsMemory(..Math.Min(value.Length, 40))),
                new DurableWrite("c", Key(writer), value),
            ],
            CancellationToken.None);
        Console.WriteLine($"{writer} {number}");
    }
}

static byte[] Key(int writer) => Encoding.ASCII.GetBytes($"writer {writer}");

static int NumberIn(ReadOnlyMemory<byte> value) =>
    Parse(Encoding.ASCII.GetString(value.Span).Split(' ')[0]);

static int Parse(string text) => int.Parse(text, CultureInfo.InvariantCulture);
