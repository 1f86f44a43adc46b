using Krewe.Silo.Commands;

namespace Krewe.Silo.Tests.Support;

/// <summary>A silo in this process on a data folder, which says nothing of itself.</summary>
internal static class QuietSilo
{
    public static Task<SiloConnection> StartAsync(string dataDirectory) =>
        SiloConnection.StartAsync(
            new SiloSettings
            {
                DataDirectory = dataDirectory,
                Urls = SiloSettings.AnyFreeUrl,
                IsQuiet = true,
            },
            CancellationToken.None);

    /// <summary>One that commands find by its data folder.</summary>
    public static async Task<SiloConnection> ServeAsync(string dataDirectory)
    {
        var silo = await StartAsync(dataDirectory);
        new SiloFile(silo.Silo.Address.ToString(), Environment.ProcessId, silo.Key)
            .Write(dataDirectory);
        return silo;
    }
}
