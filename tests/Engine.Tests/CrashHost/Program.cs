using System.Globalization;
using Krewe.Embedded;
using Krewe.Embedded.Storage;
using Krewe.Engine.CrashHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

// A silo with durable streams that is killed from outside. It prints "sent STREAM NUMBER" once an
// item is acknowledged and "got STREAM NUMBER" once a grain has received it. Each stream counts
// upwards from the number that its argument names; without numbers it only receives.
var directory = args[0];
var firsts = args[1..].Select(each => int.Parse(each, CultureInfo.InvariantCulture)).ToArray();
var builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Services.AddEmbeddedStore(options => options.Directory = directory);
builder.Services.AddSingleton<IItemCodec<int>, NumberCodec>();
builder.UseOrleans(silo => silo.AddEmbeddedStreams("main"));
using var host = builder.Build();
await host.StartAsync();
var streams = host.Services.GetRequiredService<IClusterClient>().GetStreamProvider("main");
await Task.WhenAll(firsts.Select((first, stream) => Task.Run(() => SendAsync(stream, first))));
Console.ReadLine();
await host.StopAsync();

async Task SendAsync(int stream, int first)
{
    var numbers = streams.GetStream<int>(StreamId.Create("numbers", $"{stream}"));
    for (var number = first; ; number++)
    {
        await numbers.OnNextAsync(number);
        Console.WriteLine($"sent {stream} {number}");
    }
}
