using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Domain.Access;

namespace Krewe.Api.Accounts;

/// <summary>What can be said of an account besides.</summary>
[ExtendObjectType<AccountView>]
public sealed class AccountDetails
{
    /// <summary>Where its token is kept.</summary>
    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [GraphQLDescription("Where its token is kept: env:NAME or file:PATH.")]
    public string GetTokenPlace([Parent] AccountView account) => account.Definition.Token;
}
