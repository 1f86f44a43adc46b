using System.Reflection;
using HotChocolate;

namespace Krewe.GraphQL.Tests;

/// <summary>
/// What product code can see. The file is reviewed against the package: a line that the package
/// does not have must not come in.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_that_are_written_down()
    {
        var written = File.ReadAllLines(
            System.IO.Path.Combine(AppContext.BaseDirectory, "public-api.txt"));

        Assert.Equal(written, Members().ToArray());
    }

    private static IOrderedEnumerable<string> Members() =>
        (from type in typeof(IError).Assembly.GetExportedTypes()
         where !type.Namespace!.StartsWith("Krewe.Embedded", StringComparison.Ordinal)
            && type.Namespace != "HotChocolate.Language"
         from name in NamesOf(type).Prepend("")
         select name.Length == 0 ? type.FullName! : $"{type.FullName}::{name}")
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> NamesOf(Type type) =>
        from member in type.GetMembers(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
                | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where IsVisible(member)
            && member.Name is not ("Equals" or "GetHashCode" or "ToString" or "value__"
                or "<Clone>$" or "Deconstruct" or "PrintMembers" or "op_Equality"
                or "op_Inequality")
        select member.Name;

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase { IsSpecialName: true, IsConstructor: false } => false,
        MethodBase method => method.IsPublic || method.IsFamily,
        FieldInfo field => field.IsPublic,
        PropertyInfo property => property.GetMethod?.IsPublic is true,
        _ => false,
    };
}
