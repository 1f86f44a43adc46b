using HotChocolate;

namespace Krewe.Api.Graph;

/// <summary>Mistakes in queries, which have no payload that could tell of them.</summary>
internal static class GraphErrors
{
    public static GraphQLException Of(string code, string message) =>
        new(ErrorBuilder.New().SetMessage(message).SetCode(code).Build());
}
