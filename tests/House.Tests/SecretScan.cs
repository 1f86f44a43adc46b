using System.Text.RegularExpressions;

namespace Krewe.House.Tests;

/// <summary>Finds in a line what must not be committed.</summary>
/// <remarks>
/// <para>Says what kind of thing it is, never the thing: the answer ends up in logs.</para>
/// </remarks>
internal static partial class SecretScan
{
    // People who do not exist: those of the documents that the workflows come from.
    private static readonly string[] KnownPeople =
        ["johndoe@example.com", "janedoe@email.com", "name@mydomain.com", "jo@ex.com"];

    // Reserved names, that nobody can own.
    private static readonly string[] ReservedEndings =
    [
        ".example", ".test", ".invalid", "@example.com", "@example.org", "@example.net",
        "@example.com.sync",
    ];

    public static IEnumerable<string> FaultsOfLine(string line)
    {
        if (PrivateKey().IsMatch(line))
        {
            yield return "a private key";
        }

        if (AccessToken().IsMatch(line))
        {
            yield return "what looks like an access token";
        }

        if (Assigned().IsMatch(line))
        {
            yield return "what looks like a password, key or token";
        }

        if (Address().Matches(line).Any(match => !IsInvented(match.Value)))
        {
            yield return "an e-mail address that may be somebody's";
        }
    }

    private static bool IsInvented(string address) =>
        KnownPeople.Concat(ReservedEndings)
            .Any(ending => address.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PrivateKey();

    // Meta, Google (two), AWS, GitHub (two), Slack, Stripe, JSON web tokens.
    [GeneratedRegex(
        @"\b(EAA[A-Za-z0-9]{30,}|ya29\.[\w-]{20,}|AIza[\w-]{35}|AKIA[0-9A-Z]{16}|gh[opsu]_\w{30,}"
        + @"|github_pat_\w{30,}|xox[abprs]-[\w-]{10,}|[rs]k_live_\w{16,}"
        + @"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.)",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex AccessToken();

    // Long, and with letters and digits: words and names of members are not. Invented ones that
    // say aloud what they are, in words with hyphens, are let pass.
    [GeneratedRegex(
        @"(secret|token|passw(or)?d|pwd|api_?key|account_?key)""?\s*[:=]\s*""?"
        + @"(?![A-Za-z]+-[a-z]+-[a-z]+-)(?=[\w+/-]*[0-9])(?=[\w+/-]*[A-Za-z])[\w+/-]{32,}",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1_000)]
    private static partial Regex Assigned();

    [GeneratedRegex(
        @"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Address();
}
