namespace Krewe.Embedded.Storage.Backup;

/// <summary>What a backup holds.</summary>
/// <param name="Directory">Its directory.</param>
/// <param name="TakenAt">When it was begun: everything acknowledged until then is in it.</param>
/// <param name="Sequence">The number of the last write in it.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="LengthBytes">Their bytes.</param>
public sealed record StoreBackup(
    string Directory, DateTimeOffset TakenAt, long Sequence, int Files, long LengthBytes);
