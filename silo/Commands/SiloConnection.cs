namespace Krewe.Silo.Commands;

/// <summary>The silo that a command works with: one that is running, or one of its own.</summary>
internal sealed class SiloConnection : IAsyncDisposable
{
    private readonly WebApplication? _own;

    private SiloConnection(SiloClient silo, WebApplication? own)
    {
        Silo = silo;
        _own = own;
    }

    public SiloClient Silo { get; }

    /// <summary>True if the silo stops with the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Finds the silo at an address, or the one that serves a data folder, or starts
    /// one.</summary>
    /// <exception cref="CommandFailedException">There is none and none can be started.</exception>
    public static async Task<SiloConnection> OpenAsync(
        string dataDirectory, string? url, CancellationToken cancellationToken)
    {
        if (url is not null)
        {
            return await FindAsync(url, process: null, cancellationToken)
                ?? throw new CommandFailedException($"No silo that is ready answers at {url}.");
        }

        var file = SiloFile.Read(dataDirectory);
        return (file is null ? null : await FindAsync(file.Url, file.Process, cancellationToken))
            ?? await StartAsync(
                new SiloSettings
                {
                    DataDirectory = dataDirectory,
                    Urls = SiloSettings.AnyFreeUrl,
                    IsQuiet = true,
                },
                cancellationToken);
    }

    /// <summary>Starts a silo in this process.</summary>
    /// <exception cref="CommandFailedException">Another process has the data folder.</exception>
    public static async Task<SiloConnection> StartAsync(
        SiloSettings settings, CancellationToken cancellationToken)
    {
        var app = SiloHost.Create(settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            await app.DisposeAsync();
            throw EngineExtensions.IsDataInUse(fault)
                ? new CommandFailedException(
                    $"{fault.Message} If that is a silo, give its address with --url.", fault)
                : fault;
        }

        return new SiloConnection(new SiloClient(new Uri(app.Urls.First())), app);
    }

    public async ValueTask DisposeAsync()
    {
        Silo.Dispose();
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }
    }

    private static async Task<SiloConnection?> FindAsync(
        string url, int? process, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new CommandFailedException($"{url} is no address: give one like "
                + $"{SiloSettings.DefaultUrls}.");
        }

        var silo = new SiloClient(address);
        if (await silo.FindProcessAsync(cancellationToken) is { } found
            && (process is null || process == found))
        {
            return new SiloConnection(silo, own: null);
        }

        silo.Dispose();
        return null;
    }
}
