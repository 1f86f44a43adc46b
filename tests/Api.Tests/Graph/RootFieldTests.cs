using System.Reflection;
using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Graph;

/// <summary>
/// Goal: no field of the graph is ever open to somebody by oversight.
/// Method: walk the root fields of the schema that is served, find the method behind each, and
/// look for its policy. The fields that take any ID ask once they know what it is of.
/// </summary>
public sealed class RootFieldTests
{
    private static readonly string[] ByIdOfAnything = ["node", "nodes"];

    [Theory]
    [InlineData("Query")]
    [InlineData("Mutation")]
    [InlineData("Subscription")]
    public async Task Root_field_asks_for_a_permission(string root)
    {
        await using var caller = await GraphCaller.StartAsync();
        var policies = Policies(root);
        var fields = await FieldsAsync(caller, root);
        var open = fields.Except(ByIdOfAnything, StringComparer.Ordinal)
            .Where(field => !Enum.TryParse<Permission>(
                policies.GetValueOrDefault(field), out _));

        Assert.NotEmpty(fields);
        Assert.Empty(open);
    }

    [Theory]
    [InlineData("Segment", "20", Role.Ingest, false)]
    [InlineData("DataSource", "1", Role.Ingest, false)]
    [InlineData("Trait", "10", Role.Ingest, false)]
    [InlineData("MergeRule", "Everybody", Role.Ingest, false)]
    [InlineData("IntegratedAccount", "acme", Role.Ingest, false)]
    [InlineData("Destination", "30", Role.Ingest, false)]
    [InlineData("Profile", "x", Role.Ingest, false)]
    [InlineData("Segment", "20", Role.Reader, true)]
    [InlineData("Destination", "30", Role.Reader, true)]
    public async Task Thing_is_fetched_by_its_id_only_by_whoever_may_see_it(
        string type, string key, Role role, bool may)
    {
        await using var caller = await GraphCaller.StartAsync(role);
        var answer = await caller.AnswerAsync(
            $"{{ node(id: \"{GraphCaller.Id(type, key)}\") {{ id }} }}");

        Assert.Equal(may, answer["data"]?["node"] is not null);
        Assert.Equal(
            may ? null : "AUTH_NOT_AUTHORIZED",
            answer["errors"]?[0]?["extensions"]?["code"]?.GetValue<string>());
    }

    internal static async Task<string[]> FieldsAsync(GraphCaller caller, string root)
    {
        var type = await caller.QueryAsync(
            $"{{ __type(name: \"{root}\") {{ fields {{ name }} }} }}");
        return [.. type["__type"]!["fields"]!.AsArray()
            .Select(field => field!["name"]!.GetValue<string>())];
    }

    private static Dictionary<string, string?> Policies(string root) => typeof(IUserError).Assembly
        .GetTypes()
        .Where(type => type.GetCustomAttribute<ExtendObjectTypeAttribute>()?.Name == root)
        .SelectMany(type => type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .GroupBy(FieldOf, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group
                .Select(method => method.GetCustomAttribute<AuthorizeAttribute>()?.Policy)
                .FirstOrDefault(policy => policy is not null),
            StringComparer.Ordinal);

    private static string FieldOf(MethodInfo method)
    {
        var name = method.Name;
        name = name.EndsWith("Async", StringComparison.Ordinal) ? name[..^5] : name;
        name = name.StartsWith("Get", StringComparison.Ordinal) ? name[3..] : name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
