using System.Collections.Frozen;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Accounts;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Accounts;

/// <summary>What changes of accounts make of the definitions.</summary>
internal static class AccountEdits
{
    private const string Section = "accounts";

    private static readonly FrozenDictionary<string, string> Fields =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["contacts"] = "contactEmails",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static DefinitionEdit<string> Create(Definitions known, CreateAccountInput input)
    {
        var account = new AccountDefinition
        {
            Name = input.Name,
            Platform = input.Platform,
            AdAccountId = input.AdAccountId,
            Token = input.Token,
            Contacts = [.. input.ContactEmails],
        };
        ExpectFree(known, account.Name);
        return Put(known.Definition, account);
    }

    public static DefinitionEdit<string> Update(Definitions known, UpdateAccountInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var account = found with
        {
            Name = input.Name ?? found.Name,
            Platform = input.Platform ?? found.Platform,
            AdAccountId = input.AdAccountId ?? found.AdAccountId,
            Token = input.Token ?? found.Token,
            Contacts = input.ContactEmails is { } contacts ? [.. contacts] : found.Contacts,
        };
        if (account.Name != found.Name)
        {
            ExpectFree(known, account.Name);
        }

        var renamed = known.Definition with
        {
            Accounts = known.Definition.Accounts.Remove(found),
            Destinations =
            [
                .. known.Definition.Destinations.Select(one => one.Account == found.Name
                    ? one with { Account = account.Name }
                    : one),
            ],
        };
        return Put(renamed, account);
    }

    // The input calls it by another name than that of other changes.
    public static DefinitionEdit<string> Select(
        Definitions known, SelectAdvertiserAccountInput input)
    {
        var found = Find(known, input.AccountId, ifVersion: null);
        var edit = Put(known.Definition, found with { AdAccountId = input.ExternalId });
        return edit with
        {
            Faults = edit.Faults with
            {
                Fields = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["adAccountId"] = "externalId",
                },
            },
        };
    }

    public static DefinitionEdit<string> Delete(Definitions known, DeleteAccountInput input)
    {
        var found = Find(known, input.Id, input.IfVersion);
        var next = known.Definition with { Accounts = known.Definition.Accounts.Remove(found) };
        return new(found.Name, next, new FaultReader(Section, -1));
    }

    private static AccountDefinition Find(Definitions known, string id, long? ifVersion)
    {
        var view = known.FindAccount(id)
            ?? throw Missing.Of("account", "IntegratedAccount", id);
        Versions.Expect($"Account \"{view.Name}\"", ifVersion, view.Version);
        return view.Definition;
    }

    // The name is the key: there is no place for a second one, so nothing more can be judged.
    private static void ExpectFree(Definitions known, string name)
    {
        var mistakes = new Mistakes();
        Names.Expect(
            "account",
            name,
            known: null,
            known.Definition.Accounts.Select(account => account.Name),
            mistakes);
        mistakes.ThrowIfAny();
    }

    private static DefinitionEdit<string> Put(
        WorkspaceDefinition definition, AccountDefinition account)
    {
        var accounts = definition.Accounts.With(account, one => one.Name, StringComparer.Ordinal);
        return new(
            account.Name,
            definition with { Accounts = accounts },
            new FaultReader(Section, accounts.PlaceOf(one => one.Name == account.Name))
            {
                Fields = Fields,
            });
    }
}
