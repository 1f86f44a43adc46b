using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Tests.Access;

public sealed class ApiKeysGrainTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly ApiKeyRequest Request =
        new("Shop", Role.Ingest, Sha256Digest.FromBytes(new byte[32]));

    [Fact]
    public async Task Key_that_is_refused_is_not_kept()
    {
        await using var silo = await AccessSilo.OpenAsync();

        var reply = await silo.Keys.CreateAsync(Request with { Name = "" }, None);

        Assert.Null(reply.Key);
        Assert.NotNull(reply.Fault);
        Assert.Equal(0, silo.Storage.Count);
        Assert.Equal("There is no key 1.", (await silo.Keys.RevokeAsync(new(1), None)).Fault);
    }

    [Fact]
    public async Task Key_is_made_once_however_often_its_write_is_repeated()
    {
        await using var silo = await AccessSilo.OpenAsync();
        silo.Storage.FaultEvery = 1;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await Record.ExceptionAsync(() => silo.Keys.CreateAsync(Request, None));
        }

        silo.Storage.FaultEvery = 0;
        var reply = await silo.Keys.CreateAsync(Request, None);

        Assert.Equal(reply.Key, Assert.Single(await silo.Keys.ListAsync(None)));
    }

    [Fact]
    public async Task Key_and_its_end_outlive_the_silo()
    {
        await using var silo = await AccessSilo.OpenAsync();
        var id = (await silo.Keys.CreateAsync(Request, None)).Key!.Id;
        await silo.Keys.UseAsync(id, new DateOnly(2028, 3, 1), None);
        await silo.RestartAsync();
        await silo.Keys.RevokeAsync(id, None);
        await silo.RestartAsync();

        var key = Assert.Single(await silo.Keys.ListAsync(None));

        Assert.Equal(
            ("Shop", Role.Ingest, new DateOnly(2028, 3, 1)), (key.Name, key.Role, key.LastUsed));
        Assert.Equal((silo.Time.GetUtcNow(), silo.Time.GetUtcNow()), (key.Created, key.Revoked));
    }

    [Fact]
    public async Task Keys_are_told_to_whoever_has_another_version()
    {
        await using var silo = await AccessSilo.OpenAsync();
        Assert.Empty((await silo.Keys.GetAsync(-1, None))!.Keys);
        Assert.Null(await silo.Keys.GetAsync(0, None));

        await silo.Keys.CreateAsync(Request, None);

        Assert.Single((await silo.Keys.GetAsync(0, None))!.Keys);
        Assert.Null(await silo.Keys.GetAsync(1, None));
    }
}
