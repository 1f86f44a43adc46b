using Krewe.Contracts.Onboarding;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>Applies one file to the profiles, chunk by chunk.</summary>
/// <remarks>
/// While one chunk is applied the next one is read. A chunk counts once everything that it caused
/// is
/// durable; a crash repeats the chunk, which the profiles answer as they did before.
/// </remarks>
internal sealed class FileImport(
    ImportPlan plan, ProfileCalls calls, ProfileEffects effects, TimeProvider time)
{
    private readonly ImportWindow _window = new(calls, effects);

    /// <summary>Applies the file from a checkpoint to its end.</summary>
    /// <param name="file">The file as received.</param>
    /// <param name="known">Where to go on.</param>
    /// <param name="keep">Keeps a checkpoint, durably.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    public async Task<ImportCheckpoint> RunAsync(
        FileStream file,
        ImportCheckpoint known,
        Func<ImportCheckpoint, Task> keep,
        CancellationToken cancellationToken)
    {
        await using var content = plan.Open(file);
        ChunkReader.Skip(content, known.OffsetBytes);
        using var reader = new ChunkReader(
            content, new ImportStart(known.OffsetBytes, known.Lines));
        var began = time.GetTimestamp();
        var rowsBefore = known.Progress.Rows;
        var (ahead, chunk) = (plan.NewChunk(known.At), plan.NewChunk(known.At));
        var reading = ReadAsync(file, reader, ahead);
        try
        {
            while (await reading)
            {
                (chunk, ahead) = (ahead, chunk);
                reading = ReadAsync(file, reader, ahead);
                await _window.ApplyAsync(chunk, cancellationToken);
                known = Next(known, chunk, rowsBefore, time.GetElapsedTime(began));
                await keep(known);
            }
        }
        finally
        {
            // The reading side still has the buffers.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return known;
    }

    // Reading is all processor time, so it gets a thread of its own beside the applying side.
    private Task<bool> ReadAsync(FileStream file, ChunkReader reader, ImportChunk chunk) =>
        Task.Run(() =>
        {
            var before = reader.State;
            chunk.Clear();
            reader.Read(plan.ChunkLines, chunk.Read);
            if (reader.State == before)
            {
                return false;
            }

            plan.ThrowIfTooLong(reader.OffsetBytes);
            chunk.End = new ImportStart(reader.OffsetBytes, reader.State);
            chunk.Fraction = file.Length == 0 ? 1 : (double)file.Position / file.Length;
            return true;
        });

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
}
