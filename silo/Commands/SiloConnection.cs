namespace Krewe.Silo.Commands;

/// <summary>The silo that a command works with: one that is running, or one of its own.</summary>
internal sealed class SiloConnection : IAsyncDisposable
{
    private readonly WebApplication? _own;

    private SiloConnection(SiloClient silo, WebApplication? own, string? key)
    {
        Silo = silo;
        _own = own;
        Key = key;
    }

    public SiloClient Silo { get; }

    /// <summary>The key that it is called with; null: none.</summary>
    public string? Key { get; }

    /// <summary>True if the silo stops with the command.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Finds the silo at an address, or the one that serves a data folder, or starts
    /// one.</summary>
    /// <exception cref="CommandFailedException">There is none and none can be started.</exception>
    public static async Task<SiloConnection> OpenAsync(
        SiloTarget target, CancellationToken cancellationToken) =>
        await TryFindAsync(target, cancellationToken) ?? await StartAsync(
            new SiloSettings
            {
                DataDirectory = target.DataDirectory,
                Urls = SiloSettings.AnyFreeUrl,
                IsQuiet = true,
            },
            cancellationToken);

    /// <summary>Finds the silo at an address, or the one that serves a data folder.</summary>
    /// <exception cref="CommandFailedException">There is none; the message says what to
    /// do.</exception>
    public static async Task<SiloConnection> FindAsync(
        SiloTarget target, CancellationToken cancellationToken) =>
        await TryFindAsync(target, cancellationToken) ?? throw new CommandFailedException(
            $"No silo serves '{target.DataDirectory}'. Start it (without a command), then call "
            + "this again: from here with --data, from elsewhere with --url and --key.");

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

        var silo = new SiloClient(new Uri(app.Urls.First()));
        silo.Use(settings.OwnerKey.Text);
        return new SiloConnection(silo, app, settings.OwnerKey.Text);
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

    // Without a key the owner of the data folder uses the one that the silo left there, at the
    // silo's own address and nowhere else.
    private static async Task<SiloConnection?> TryFindAsync(
        SiloTarget target, CancellationToken cancellationToken)
    {
        if (target.Url is not { } url)
        {
            return SiloFile.Read(target.DataDirectory) is { } file
                ? await TryFindAsync(
                    file.Url, file.Process, target.Key ?? file.Key, cancellationToken)
                : null;
        }

        return await TryFindAsync(url, process: null, target.Key, cancellationToken)
            ?? throw new CommandFailedException($"No silo that is ready answers at {url}.");
    }

    private static async Task<SiloConnection?> TryFindAsync(
        string url, int? process, string? key, CancellationToken cancellationToken)
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
            silo.Use(key);
            return new SiloConnection(silo, own: null, key);
        }

        silo.Dispose();
        return null;
    }
}

/// <summary>Which silo a command is for.</summary>
/// <param name="DataDirectory">The data folder that it serves.</param>
/// <param name="Url">Its address; null: the data folder says.</param>
/// <param name="Key">The API key to call it with; null: the data folder says.</param>
internal sealed record SiloTarget(string DataDirectory, string? Url, string? Key)
{
    /// <summary>Nothing that could be used.</summary>
    public override string ToString() => $"{DataDirectory} {Url}";
}
