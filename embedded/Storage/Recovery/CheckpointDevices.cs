using FASTER.core;
using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>Makes the files that FASTER writes a checkpoint into.</summary>
/// <remarks>
/// FASTER that is told of a failed write, or meets an exception, stops in the middle of its
/// checkpoint and can begin no other. So it is told that all went well; whoever took the checkpoint
/// asks here before believing it, and tries again later.
/// </remarks>
internal sealed class CheckpointDevices : INamedDeviceFactory
{
    private string _root = "";
    private Exception? _fault;

    /// <summary>For tests: called before each write, may throw as a full disk does.</summary>
    internal Action<long>? BeforeWrite { get; set; }

    public void Initialize(string baseName) => _root = baseName;

    public IDevice Get(FileDescriptor fileInfo) =>
        new CheckpointDevice(PathOf(fileInfo)) { BeforeWrite = BeforeWrite, Failed = Note };

    public IEnumerable<FileDescriptor> ListContents(string path)
    {
        var folder = Path.Combine(_root, path);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
                .Select(each => new FileDescriptor(Path.GetFileName(each), ""))
            : [];
    }

    /// <summary>The owner deletes checkpoints once another is in force.</summary>
    public void Delete(FileDescriptor fileInfo)
    {
    }

    /// <summary>Called before a checkpoint begins.</summary>
    public void Reset() => Volatile.Write(ref _fault, null);

    /// <summary>Throws when a file of the checkpoint was not written.</summary>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _fault) is { } fault)
        {
            throw new IOException($"A checkpoint cannot be written: {fault.Message}", fault);
        }
    }

    private void Note(Exception fault) => Interlocked.CompareExchange(ref _fault, fault, null);

    private string PathOf(FileDescriptor file) =>
        Path.Combine(_root, file.directoryName, file.fileName);

    private sealed class CheckpointDevice(string name) : FileDevice(name, threads: 1)
    {
        protected override uint WriteFailedCode => 0;

        protected override void Write(int segment, ReadOnlySpan<byte> bytes, long offset)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileName)!);
            base.Write(segment, bytes, offset);
        }
    }
}
