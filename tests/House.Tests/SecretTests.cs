namespace Krewe.House.Tests;

/// <summary>Nothing secret and nobody's data is committed.</summary>
public sealed class SecretTests
{
    // Each is put together here, so that this file holds none.
    public static TheoryData<string, string> Bad => new()
    {
        { "-----BEGIN RSA " + "PRIVATE KEY-----", "a private key" },
        { "x = EAA" + new string('B', 40), "what looks like an access token" },
        { "AKIA" + new string('Q', 16), "what looks like an access token" },
        { "ghp_" + new string('a', 36), "what looks like an access token" },
        { "eyJ" + new string('a', 20) + ".eyJ" + new string('b', 20) + ".c",
            "what looks like an access token" },
        { "\"token\": \"" + new string('a', 20) + new string('1', 20) + "\"",
            "what looks like a password, key or token" },
        { "AccountKey=" + new string('b', 43) + "1==", "what looks like a password, key or token" },
        { "mail somebody" + "@gmail.com today", "an e-mail address that may be somebody's" },
        { "johndoe" + "@example.company.com", "an e-mail address that may be somebody's" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Scan_finds_it_and_does_not_repeat_it(string line, string fault) =>
        Assert.Equal([fault], SecretScan.FaultsOfLine(line));

    [Theory]
    [InlineData("johndoe@example.com janedoe@email.com name@mydomain.com ads@shop.example")]
    [InlineData("token = AccessTokenOfTheAdvertiserAccountThatWasJustRenewed")]
    [InlineData("\"token\": \"env:META_TOKEN\"")]
    [InlineData("Secret = \"EAAB-secret-token-that-nothing-may-show-0123456789\"")]
    [InlineData("f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79")]
    public void Scan_passes_what_is_invented(string line) =>
        Assert.Empty(SecretScan.FaultsOfLine(line));

    [Fact]
    public void Repository_holds_no_secret_and_nobodys_address() =>
        Say.None(Repository.Faults(Repository.Texts, SecretScan.FaultsOfLine));
}
