using System.ComponentModel;
using System.Diagnostics;

namespace Krewe.Storage.Tests;

/// <summary>A test that needs a small file system of its own, which only some may make.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(() =>
    {
        using var directory = new TempDirectory();
        return TinyDisk.Run("mount", "-t", "tmpfs", "-o", "size=1m", "krewe", directory.Path)
            && TinyDisk.Run("umount", directory.Path);
    });

    public MountFactAttribute() =>
        Skip = CanMount.Value ? null : "Nobody but root may mount a file system here.";
}

/// <summary>A file system of a few megabytes.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    public TinyDisk(int megabytes) => Assert.True(
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "krewe", _directory.Path));

    public string Path => _directory.Path;

    public void Remount(string options) =>
        Assert.True(Run("mount", "-o", $"remount,{options}", _directory.Path));

    public void Dispose()
    {
        Run("umount", "--lazy", _directory.Path);
        _directory.Dispose();
    }

    /// <summary>Whether a program runs and ends well.</summary>
    public static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
