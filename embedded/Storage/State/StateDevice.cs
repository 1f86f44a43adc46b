using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.State;

/// <summary>The files of the state log.</summary>
internal sealed class StateDevice(StoreLayout layout)
    : FileDevice(layout.StateLog, syncs: false, threads: 4);
