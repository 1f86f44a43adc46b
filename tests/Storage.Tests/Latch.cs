namespace Krewe.Storage.Tests;

/// <summary>Holds up whoever passes until it is opened, at the latest when its test ends: a store
/// does not close while its disk does not answer.</summary>
internal sealed class Latch : IDisposable
{
    // Never disposed itself: somebody may still be on his way through.
    private readonly ManualResetEventSlim _open = new();

    public void Pass() => _open.Wait();

    public void Open() => _open.Set();

    public void Dispose() => _open.Set();
}
