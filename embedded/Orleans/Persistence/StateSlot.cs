using Orleans.Storage;

namespace Krewe.Embedded;

/// <summary>What all states of one parameter of one grain class share.</summary>
internal sealed record StateSlot(string Name, IGrainStorage Storage);
