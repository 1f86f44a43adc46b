using Krewe.Embedded;
using Krewe.Embedded.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Krewe.Storage.Tests;

public sealed class HostingTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_store_is_open_while_services_start_and_stop_and_not_before_or_after()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddHostedService<Writer>();
        builder.Services.AddEmbeddedStore(options => options.Directory = _directory.Path);
        using var host = builder.Build();
        var store = host.Services.GetRequiredService<IDurableStore>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.GetAsync(1));

        await host.StartAsync();
        Assert.Equal("started", await store.GetAsync(1));
        await host.StopAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.GetAsync(1));
        await using var again = await EmbeddedStore.OpenAsync(
            new EmbeddedStoreOptions { Directory = _directory.Path });
        Assert.Equal("stopped", await again.GetAsync(1));
        Assert.Equal(0, again.ReplayedEntries);
    }

    private sealed class Writer(IDurableStore store) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            store.PutAsync(1, "started").AsTask();

        public Task StopAsync(CancellationToken cancellationToken) =>
            store.PutAsync(1, "stopped").AsTask();
    }
}
