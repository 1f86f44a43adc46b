using HotChocolate;

namespace Krewe.Api.Graph;

/// <summary>Mistakes in queries, which have no payload that could tell of them.</summary>
internal static class GraphErrors
{
    public static GraphQLException Of(string code, string message) =>
        new(ErrorBuilder.New().SetMessage(message).SetCode(code).Build());

    /// <summary>The same as a policy that is not met.</summary>
    public static GraphQLException NotAuthorized() => Of(
        "AUTH_NOT_AUTHORIZED", "The current user is not authorized to access this resource.");
}
