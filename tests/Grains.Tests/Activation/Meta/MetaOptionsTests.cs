using Krewe.Grains.Activation.Meta;
using Krewe.Grains.Activation.Platforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Tests.Activation.Meta;

public sealed class MetaOptionsTests
{
    [Fact]
    public void Bad_options_are_named_all_at_once()
    {
        var bad = new MetaOptions
        {
            BaseAddress = new("http://graph.example"),
            ApiVersion = "24",
            Timeout = TimeSpan.Zero,
            PageSize = 0,
            TransientWait = TimeSpan.FromHours(1),
            ThrottledWait = TimeSpan.FromDays(2),
        };

        var result = new MetaOptionsValidator().Validate(name: null, bad);

        Assert.Equal(
            [
                "ApiVersion: MetaOptions.ApiVersion must look like v24.0.",
                "Timeout: The field MetaOptions.Timeout must be between 00:00:01 and 00:10:00.",
                "PageSize: The field MetaOptions.PageSize must be between 1 and 500.",
                "TransientWait: The field MetaOptions.TransientWait must be between 00:00:00 "
                    + "and 00:10:00.",
                "ThrottledWait: The field MetaOptions.ThrottledWait must be between 00:00:00 "
                    + "and 1.00:00:00.",
                "BaseAddress: BaseAddress must be https, or AllowPlainHttp true.",
            ],
            result.Failures!,
            StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("https://graph.facebook.com", false, true)]
    [InlineData("http://127.0.0.1:8081/meta", false, true)]
    [InlineData("http://localhost:8081", false, true)]
    [InlineData("http://sandbox:8081", false, false)]
    [InlineData("http://sandbox:8081", true, true)]
    [InlineData("ftp://graph.facebook.com", true, false)]
    [InlineData("/meta", true, false)]
    public void Base_address_keeps_the_token_off_open_networks(
        string address, bool allowPlainHttp, bool isGood)
    {
        var options = new MetaOptions
        {
            BaseAddress = new(address, UriKind.RelativeOrAbsolute),
            AllowPlainHttp = allowPlainHttp,
        };

        Assert.Equal(isGood, new MetaOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Defaults_are_Metas_own_address_and_the_version_we_know()
    {
        Assert.Equal(
            new MetaOptions
            {
                BaseAddress = new("https://graph.facebook.com"),
                ApiVersion = "v24.0",
                Timeout = TimeSpan.FromSeconds(60),
                PageSize = 100,
                TransientWait = TimeSpan.FromSeconds(5),
                ThrottledWait = TimeSpan.FromMinutes(5),
                AllowPlainHttp = false,
            },
            new MetaOptions());
        Assert.True(new MetaOptionsValidator().Validate(null, new()).Succeeded);
    }

    [Fact]
    public async Task Registration_reads_the_section_and_finds_the_platform_by_its_key()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Platforms:Meta:BaseAddress"] = "http://127.0.0.1:8081/meta",
                ["Platforms:Meta:Timeout"] = "00:00:09",
            }).Build();
        await using var provider = new ServiceCollection()
            .AddLogging().AddMetaPlatform(configuration).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<MetaOptions>>().Value;
        var platforms = provider.GetRequiredService<IAudiencePlatforms>();

        Assert.Equal(new("http://127.0.0.1:8081/meta"), options.BaseAddress);
        Assert.Equal(TimeSpan.FromSeconds(9), options.Timeout);
        Assert.True(platforms.TryGet("meta", out var platform));
        Assert.Equal(10_000, platform.Capabilities.RecordsPerCallMax);
        Assert.False(platforms.TryGet("Meta", out _));
    }
}
