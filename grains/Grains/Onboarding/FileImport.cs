using Krewe.Contracts.Onboarding;
using Krewe.Domain.Profiles;
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
        var reading = ReadAsync(file, reader, known.At);
        try
        {
            while (await reading is { } chunk)
            {
                reading = ReadAsync(file, reader, known.At);
                await ApplyAsync(chunk, cancellationToken);
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
    private Task<ImportChunk?> ReadAsync(FileStream file, ChunkReader reader, long at) =>
        Task.Run(() =>
        {
            var before = reader.State;
            var chunk = plan.NewChunk(at);
            reader.Read(plan.ChunkLines, chunk.Read);
            if (reader.State == before)
            {
                return null;
            }

            plan.ThrowIfTooLong(reader.OffsetBytes);
            chunk.End = new ImportStart(reader.OffsetBytes, reader.State);
            chunk.Fraction = file.Length == 0 ? 1 : (double)file.Position / file.Length;
            return chunk;
        });

    private async Task ApplyAsync(ImportChunk chunk, CancellationToken cancellationToken)
    {
        var calling = new ValueTask<ProfileReply>[chunk.Users];
        for (var user = 0; user < calling.Length; user++)
        {
#pragma warning disable CA2012 // Each is awaited once, below.
            calling[user] = chunk.CallAsync(user, calls, cancellationToken);
#pragma warning restore CA2012
        }

        // All calls are under way before the first is awaited, and so is what follows from them:
        // their writes share commits.
        var replies = new ProfileReply[calling.Length];
        var following = new List<Task>();
        for (var user = 0; user < calling.Length; user++)
        {
            replies[user] = await calling[user];
            if (!replies[user].IsSettled)
            {
                following.Add(FollowAsync(user));
            }
        }

        await Task.WhenAll(following);
        await effects.FlushAsync(cancellationToken);
        for (var user = 0; user < replies.Length; user++)
        {
            chunk.Count(user, replies[user].Outcome);
        }

        async Task FollowAsync(int user) => replies[user] = await chunk.FollowAsync(
            user, replies[user], calls, effects, cancellationToken);
    }

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
