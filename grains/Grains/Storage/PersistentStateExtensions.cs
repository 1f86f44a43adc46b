namespace Krewe.Grains.Storage;

/// <summary>Writes the states of grains.</summary>
internal static class PersistentStateExtensions
{
    /// <summary>Puts a state in the place of the known one, in memory and in storage.</summary>
    /// <remarks>
    /// A write that failed may or may not have landed. The activation forgets its state, so that
    /// the next call reads what storage holds; the caller repeats, which is safe.
    /// </remarks>
    public static async Task WriteAsync<T>(
        this IPersistentState<T> storage,
        T next,
        IGrainBase grain,
        CancellationToken cancellationToken)
    {
        storage.State = next;
        try
        {
            await storage.WriteStateAsync(cancellationToken);
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
