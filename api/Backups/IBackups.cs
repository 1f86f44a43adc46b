namespace Krewe.Api.Backups;

/// <summary>Takes backups of what this process keeps.</summary>
public interface IBackups
{
    /// <summary>Copies everything, as it is at one moment, into a directory of this machine.
    /// </summary>
    /// <exception cref="BackupFailedException">There is none; the message says why and what to do.
    /// </exception>
    Task<BackupAnswer> TakeAsync(string directory, CancellationToken cancellationToken);
}

/// <summary>A backup that was taken.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="TakenAt">Everything acknowledged until then is in it.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Bytes">Their length together.</param>
public sealed record BackupAnswer(
    string Directory, DateTimeOffset TakenAt, int Files, long Bytes);

/// <summary>What a backup is asked with.</summary>
/// <param name="To">The full path of a directory that is empty or not there yet.</param>
public sealed record BackupRequest(string? To);

/// <summary>No backup was taken.</summary>
public sealed class BackupFailedException : Exception
{
    public BackupFailedException(string message)
        : base(message)
    {
    }

    public BackupFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BackupFailedException()
    {
    }
}
