using System.Text.RegularExpressions;
using Krewe.Domain.Accounts;
using static Krewe.Domain.Workspaces.CommonChecks;

namespace Krewe.Domain.Workspaces;

/// <summary>What is asked of accounts. No message repeats a token or an address.</summary>
internal static partial class AccountChecks
{
    private const WorkspaceSection Section = WorkspaceSection.Accounts;
    private const string Meta = "meta";

    private static readonly string[] Platforms = [.. AdPlatform.All.Select(one => one.Key)];

    // What people call the platform, by its key.
    private static readonly Dictionary<string, string> OtherNames = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["facebook"] = Meta,
        ["fb"] = Meta,
        ["instagram"] = Meta,
    };

    /// <summary>Whether the text names a place where a token is kept, and is no token
    /// itself.</summary>
    public static bool IsTokenPlace(string token) => TokenPlace().IsMatch(token);

    /// <summary>Whether the text is one e-mail address.</summary>
    public static bool IsAddress(string text) => Address().IsMatch(text);

    public static void Run(WorkspaceCheck check)
    {
        var accounts = check.Definition.Accounts;
        Keys(check, Section, accounts, account => account.Name, "name", Say.It);
        for (var index = 0; index < accounts.Length; index++)
        {
            var account = accounts[index];
            Name(check, Section, index, account.Name);
            Platform(check, index, account);
            Token(check, index, account);
            Contacts(check, index, account);
        }
    }

    private static void Platform(WorkspaceCheck check, int index, AccountDefinition account)
    {
        if (!Platforms.Contains(account.Platform, StringComparer.Ordinal))
        {
            var hint = OtherNames.TryGetValue(account.Platform, out var key)
                ? $"; did you mean {Say.Quote(key)}?"
                : NearestWord.Hint(account.Platform, Platforms);
            check.Error(
                Section,
                index,
                "platform",
                $"{Say.Start(Say.It(account))} is of platform {Say.Quote(account.Platform)}, which "
                + $"is not one of {Say.List(Platforms)}{(hint.Length > 0 ? hint : ".")}");
        }
        else if (!MetaAccount().IsMatch(account.AdAccountId))
        {
            check.Error(
                Section,
                index,
                "adAccountId",
                $"{Say.Start(Say.It(account))} has an ad account id that is not a number; write "
                + "the digits alone, without \"act_\".");
        }
    }

    private static void Token(WorkspaceCheck check, int index, AccountDefinition account)
    {
        if (!IsTokenPlace(account.Token))
        {
            check.Error(
                Section,
                index,
                "token",
                $"{Say.Start(Say.It(account))} must not hold the token itself; write where it is "
                + "kept, \"env:NAME\" or \"file:PATH\", and renew the token if this was one.");
        }
    }

    private static void Contacts(WorkspaceCheck check, int index, AccountDefinition account)
    {
        for (var item = 0; item < account.Contacts.Length; item++)
        {
            if (!IsAddress(account.Contacts[item]))
            {
                check.Error(
                    Section,
                    index,
                    Invariant($"contacts[{item}]"),
                    $"A contact of {Say.It(account)} is not an e-mail address; write one address "
                    + "an entry.");
            }
        }

        if (account.Contacts.IsEmpty)
        {
            check.Warn(
                Section,
                index,
                "contacts",
                $"{Say.Start(Say.It(account))} has no contact, so nobody is told before its token "
                + "expires; add an e-mail address.");
        }
    }

    [GeneratedRegex(@"\A(?:env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:[^\0\r\n]{1,1000})\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TokenPlace();

    [GeneratedRegex(@"\A[0-9]{1,32}\z", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MetaAccount();

    [GeneratedRegex(@"\A[^@\s,;]{1,64}@[^@\s,;]{1,189}\z", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
