using HotChocolate;

namespace Krewe.Api.Graph;

/// <summary>Mistakes in queries, which have no payload that could tell of them.</summary>
internal static class GraphErrors
{
    /// <summary>Nothing is wrong with what was asked; there was no room for it.</summary>
    public const string TryAgain = "TRY_AGAIN";

    /// <summary>Whether it is the caller's doing that something failed.</summary>
    public static bool IsRefusal(Exception fault) =>
        fault is MistakeException or MistakesException
        || (fault is GraphQLException { Errors: var errors }
            && errors.All(error => error.Code != TryAgain));

    public static GraphQLException Of(string code, string message) =>
        new(ErrorBuilder.New().SetMessage(message).SetCode(code).Build());
}
