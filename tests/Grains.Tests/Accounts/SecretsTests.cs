using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Tests.Accounts;

public sealed class SecretsTests
{
    private readonly Secrets _secrets = new();

    [Theory]
    [InlineData("env:KREWE_NO_SUCH_TOKEN", "token source env:KREWE_NO_SUCH_TOKEN is empty")]
    [InlineData(
        "file:/no/such/token",
        "token source file:/no/such/token cannot be read: FileNotFoundException")]
    [InlineData(
        "EAAB123", "a token source has the form env:NAME or file:PATH: correct the account")]
    public async Task Source_that_has_no_token_says_so_and_nothing_else(
        string source, string reason)
    {
        var read = await _secrets.ReadAsync(source, CancellationToken.None);

        Assert.Equal(reason, Assert.IsType<DeliveryFault.Unauthorized>(read.Fault).Reason);
    }

    [Fact]
    public async Task File_that_is_no_token_is_refused_without_showing_it()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "two words");

        var read = await _secrets.ReadAsync($"file:{path}", CancellationToken.None);

        Assert.DoesNotContain("words", read.Fault!.Reason, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public async Task File_is_read_each_time_and_trimmed()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "first\n");
        var first = await _secrets.ReadAsync($"file:{path}", CancellationToken.None);
        await File.WriteAllTextAsync(path, "second\n");
        var second = await _secrets.ReadAsync($"file:{path}", CancellationToken.None);

        Assert.Equal(("first", "second"), (first.Value!.Reveal(), second.Value!.Reveal()));
        File.Delete(path);
    }
}
