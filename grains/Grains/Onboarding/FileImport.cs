using Krewe.Contracts.Onboarding;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Applies one file to the profiles, chunk by chunk.</summary>
/// <remarks>
/// While one chunk is applied the next one is read and the one before is settled: what it left to
/// do is done, and it counts. A crash repeats what was not settled, which the profiles answer as
/// they did before; that holds for the last batch of a user only, so a user who is in two chunks
/// waits with the second until the first is settled.
/// </remarks>
internal sealed class FileImport(
    ImportPlan plan, ProfileCalls calls, Func<ProfileEffects> newEffects, TimeProvider time)
{
    // One is read, one applied, one settled.
    private const int ChunksAtOnce = 3;

    private readonly ImportWindow[] _windows =
    [
        .. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new ImportWindow(calls)),
    ];

    /// <summary>True if the file goes on behind where the import was told to stop.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Applies the file from a checkpoint to its end, or to where it is told to
    /// stop.</summary>
    /// <remarks>
    /// It stops one chunk after it was told to: an import that broke off may have applied two
    /// chunks that it had not settled, and what these left to do must not be lost.
    /// </remarks>
    /// <param name="file">The file as received.</param>
    /// <param name="known">Where to go on.</param>
    /// <param name="keep">Keeps a checkpoint, durably, and says whether to go on.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public async Task<ImportCheckpoint> RunAsync(
        FileStream file,
        ImportCheckpoint known,
        Func<ImportCheckpoint, Task<bool>> keep,
        CancellationToken cancellationToken)
    {
        await using var content = plan.Open(file);
        ChunkReader.Skip(content, known.OffsetBytes);
        using var reader = new ChunkReader(
            content, new ImportStart(known.OffsetBytes, known.Lines));
        var began = time.GetTimestamp();
        var rowsBefore = known.Progress.Rows;
        var works = Enumerable.Range(0, ChunksAtOnce)
            .Select(_ => new Work(plan.NewChunk(known.At), newEffects()))
            .ToArray();
        var goesOn = true;
        var settling = Task.FromResult((Checkpoint: known, GoesOn: true));
        var reading = ReadAsync(0);
        try
        {
            for (var index = 0; await reading; index++)
            {
                if (!goesOn)
                {
                    IsStopped = true;
                    break;
                }

                var work = works[index % ChunksAtOnce];
                reading = ReadAsync(index + 1);
                await ApplyAsync(work, isReturning: false, cancellationToken);
                (known, goesOn) = await settling;
                if (work.Chunk.HasReturning)
                {
                    await ApplyAsync(work, isReturning: true, cancellationToken);
                }

                settling = SettleAsync(work, known);
            }
        }
        finally
        {
            // The reading side still has the buffers, and what was applied counts.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            (known, _) = await settling;
        }

        return known;

        Task<bool> ReadAsync(int index) => Task.Run(() => Read(
            file,
            reader,
            works[index % ChunksAtOnce].Chunk,
            before: works[(index + ChunksAtOnce - 1) % ChunksAtOnce].Chunk));

        async Task<(ImportCheckpoint Checkpoint, bool GoesOn)> SettleAsync(
            Work work, ImportCheckpoint before)
        {
            await work.Effects.FlushAsync(cancellationToken);
            work.Chunk.Count();
            var next = Next(before, work.Chunk, rowsBefore, time.GetElapsedTime(began));
            return (next, await keep(next));
        }
    }

    // Reading is all processor time, so it gets a thread of its own beside the applying side.
    private bool Read(FileStream file, ChunkReader reader, ImportChunk chunk, ImportChunk before)
    {
        var start = reader.State;
        chunk.Clear();
        try
        {
            reader.Read(plan.ChunkLines, chunk.Read);
        }
        catch (InvalidDataException cause)
        {
            throw plan.Damaged(cause);
        }

        if (reader.State == start)
        {
            return false;
        }

        plan.ThrowIfTooLong(reader.OffsetBytes);
        chunk.Close(before);
        chunk.End = new ImportStart(reader.OffsetBytes, reader.State);
        chunk.Fraction = file.Length == 0 ? 1 : (double)file.Position / file.Length;
        return true;
    }

    private Task ApplyAsync(
        Work work, bool isReturning, CancellationToken cancellationToken) =>
        Task.WhenAll(_windows.Select((window, first) => Task.Run(
            () => window.ApplyAsync(
                work.Chunk,
                work.Effects,
                Enumerable.Range(0, work.Chunk.Users)
                    .Where(user => user % _windows.Length == first
                        && work.Chunk.IsReturning(user) == isReturning),
                cancellationToken),
            cancellationToken)));

    private static ImportCheckpoint Next(
        ImportCheckpoint known, ImportChunk chunk, long rowsBefore, TimeSpan elapsed)
    {
        var counters = known.Counters.Add(chunk.Counters);
        counters.Bytes = chunk.End.OffsetBytes;
        var rows = counters.InFile;
        var perSecond = (rows - rowsBefore) / Math.Max(elapsed.TotalSeconds, 0.001);
        return known with
        {
            OffsetBytes = chunk.End.OffsetBytes,
            Lines = chunk.End.Lines,
            Counters = counters,
            Samples = known.Samples.Merge(chunk.Samples),
            Progress = new ImportProgress(rows, perSecond, chunk.Fraction),
        };
    }

    /// <summary>A chunk and what it leaves to do.</summary>
    private sealed record Work(ImportChunk Chunk, ProfileEffects Effects);
}
