using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>One reminder: whose, when it ticked or ticks first, and how often.</summary>
internal sealed record Reminder(GrainId Owner, string Name, DateTime FirstTick, TimeSpan Period)
    : IGrainReminder
{
    public string ReminderName => Name;
}

/// <summary>Where reminders are kept.</summary>
internal interface IReminderTable
{
    IAsyncEnumerable<Reminder> ReadAllAsync(CancellationToken cancellationToken);

    ValueTask WriteAsync(Reminder reminder);

    ValueTask DeleteAsync(Reminder reminder);
}

/// <summary>Reminders that are forgotten when the process ends.</summary>
internal sealed class MemoryReminderTable : IReminderTable
{
    public IAsyncEnumerable<Reminder> ReadAllAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<Reminder>();

    public ValueTask WriteAsync(Reminder reminder) => ValueTask.CompletedTask;

    public ValueTask DeleteAsync(Reminder reminder) => ValueTask.CompletedTask;
}

/// <summary>Reminders that survive the process.</summary>
/// <remarks>
/// <code>
/// key    grain id | 0x00 | name          (UTF-8; a grain id holds no zero byte)
/// value  version 1 | first tick, ticks of UTC (8) | period, ticks (8)    little endian
/// </code>
/// </remarks>
internal sealed class DurableReminderTable(IDurableStore store) : IReminderTable
{
    private const string Table = "reminders";
    private const byte Version = 1;
    private const int ValueLength = 17;

    public async IAsyncEnumerable<Reminder> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ScanAsync(Table, 0, 1, cancellationToken))
        {
            yield return Parse(record.Key.Span, record.Value.Span);
        }
    }

    public ValueTask WriteAsync(Reminder reminder)
    {
        var value = new byte[ValueLength];
        value[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(1), reminder.FirstTick.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(9), reminder.Period.Ticks);
        return store.WriteAsync(
            [new DurableWrite(Table, KeyOf(reminder), value)], CancellationToken.None);
    }

    public ValueTask DeleteAsync(Reminder reminder) => store.WriteAsync(
        [new DurableWrite(Table, KeyOf(reminder), Value: null)], CancellationToken.None);

    private static byte[] KeyOf(Reminder reminder) =>
        Encoding.UTF8.GetBytes($"{reminder.Owner}\0{reminder.Name}");

    private static Reminder Parse(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var zero = key.IndexOf((byte)0);
        if (zero < 0 || value.Length != ValueLength || value[0] != Version)
        {
            throw new InvalidDataException(
                $"a reminder of {value.Length} bytes is not of version {Version}");
        }
        return new Reminder(
            GrainId.Parse(Encoding.UTF8.GetString(key[..zero])),
            Encoding.UTF8.GetString(key[(zero + 1)..]),
            new DateTime(BinaryPrimitives.ReadInt64LittleEndian(value[1..]), DateTimeKind.Utc),
            new TimeSpan(BinaryPrimitives.ReadInt64LittleEndian(value[9..])));
    }
}
