using System.Text.Json;

namespace Krewe.Silo.Commands;

/// <summary>Says which process serves a data folder, where, and with which key the owner of the
/// folder is let in.</summary>
/// <remarks>
/// A process that was killed leaves its file behind, so whoever reads it asks at the address
/// whether that process still answers; the key died with it. Nobody but the owner can read the
/// file, also where others can read the folder.
/// </remarks>
internal sealed record SiloFile(string Url, int Process, string? Key = null)
{
    private const string Name = "silo.json";

    /// <summary>What the data folder says, or null if it says nothing.</summary>
    /// <exception cref="CommandFailedException">It says it to somebody else only.</exception>
    public static SiloFile? Read(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<SiloFile>(
                File.ReadAllBytes(PathIn(dataDirectory)), JsonSerializerOptions.Web);
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new CommandFailedException(
                $"Only the owner of '{PathIn(dataDirectory)}' can read where the silo answers. "
                + "Be that user, or give its address with --url and a key with --key.",
                fault);
        }
    }

    /// <summary>Leaves the file in the data folder.</summary>
    public void Write(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        File.Delete(path + ".new");
        using (var file = new FileStream(path + ".new", OwnersOnly()))
        {
            JsonSerializer.Serialize(file, this, JsonSerializerOptions.Web);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Takes the file away.</summary>
    public static void Remove(string dataDirectory) => File.Delete(PathIn(dataDirectory));

    /// <summary>Nothing that could be used.</summary>
    public override string ToString() => $"{Url} {Process}";

    // On Windows a file has the rights of its folder, which is its owner's to close.
    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, Name);
}
