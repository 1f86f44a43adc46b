using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface ITagExtension : IGrainExtension
{
    Task<string> Tag(string text);

    Task End();
}

internal sealed class TagExtension(IGrainContext context) : ITagExtension
{
    private int _count;

    public Task<string> Tag(string text) =>
        Task.FromResult($"{context.GrainId.Key} {text} {++_count}");

    public Task End()
    {
        context.Deactivate(new DeactivationReason(
            DeactivationReasonCode.ApplicationRequested, "asked through an extension"));
        return Task.CompletedTask;
    }
}

public sealed class ExtensionTests
{
    [Fact]
    public async Task An_extension_that_nobody_added_is_named()
    {
        await using var host = await SiloHost.StartAsync();
        var thrown = await Assert.ThrowsAsync<GrainExtensionNotInstalledException>(
            () => host.Grains.GetGrain<IEchoGrain>("a").AsReference<ITagExtension>().Tag("x"));
        Assert.Contains(nameof(ITagExtension), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_activation_has_its_own_extension_for_as_long_as_it_lives()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.AddGrainExtension<ITagExtension, TagExtension>());
        var one = host.Grains.GetGrain<IEchoGrain>("a").AsReference<ITagExtension>();
        var two = host.Grains.GetGrain<IEchoGrain>("b").AsReference<ITagExtension>();
        Assert.Equal("a x 1", await one.Tag("x"));
        Assert.Equal("a x 2", await one.Tag("x"));
        Assert.Equal("b x 1", await two.Tag("x"));
        await one.End();
        Assert.Equal("a x 1", await one.Tag("x"));
    }

    [Fact]
    public async Task An_extension_answers_through_filters_too()
    {
        var seen = new List<string>();
        await using var host = await SiloHost.StartAsync(silo => silo
            .AddGrainExtension<ITagExtension, TagExtension>()
            .AddIncomingGrainCallFilter(context =>
            {
                seen.Add(context.ImplementationMethod.DeclaringType!.Name);
                return context.Invoke();
            }));
        var one = host.Grains.GetGrain<IEchoGrain>("a").AsReference<ITagExtension>();
        Assert.Equal("a x 1", await one.Tag("x"));
        Assert.Equal(["TagExtension"], seen);
    }
}
