using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Orleans.Runtime;

namespace Krewe.Grains.Tests.Workspaces;

public sealed class WorkspaceIdTests
{
    [Theory]
    [InlineData("main")]
    [InlineData("main/")]
    [InlineData("main/c-1")]
    [InlineData("main/x/c-1")]
    public void Key_of_another_form_is_no_identity(string key) =>
        Assert.Throws<FormatException>(() => WorkspaceId.IdentityOfKey(IdSpan.Create(key)));

    [Theory]
    [InlineData("10/c-1")]
    [InlineData("10/a/b/c")]
    [InlineData("0/00000000000000000000000000000000000007")]
    [InlineData("20/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("10/ÄÖ ü")]
    public void Profile_key_comes_apart_as_it_was_put_together(string text)
    {
        Assert.True(IdentityKey.TryParse(text, out var identity));
        var key = new WorkspaceId("a-company").ProfileKey(identity);

        Assert.Equal($"a-company/{text}", key.ToString());
        Assert.Equal(identity, WorkspaceId.IdentityOfKey(key));
        Assert.Equal("a-company", WorkspaceId.OfKey(key).Name);
    }

    [Fact]
    public void Every_key_starts_with_the_workspace()
    {
        var workspace = new WorkspaceId("w");
        string[] keys =
        [
            "w", workspace.JobKey(3), workspace.DueKey(480_000, 7),
            workspace.DestinationKey(new DestinationId(4)),
            workspace.ShardKey(new DestinationId(4), 5),
        ];

        Assert.Equal("w w/3 w/480000/7 w/4 w/4/5", string.Join(' ', keys));
        Assert.All(keys, key => Assert.Equal(workspace, WorkspaceId.OfKey(key)));
    }
}
