using System.Reflection;
using Krewe.Domain.Onboarding;

namespace Krewe.Contracts.Tests;

/// <summary>
/// Goal: what crosses a grain interface can be shared by two grains, and sent to another machine.
/// Method: walk every grain interface through parameters, results and their members, and look at
/// each type that is met.
/// </summary>
public sealed class WireTests
{
    /// <summary>Types that may change although they cross, each with its reason.</summary>
    /// <remarks><para>The counters are a struct: whoever gets them has a copy, and counting
    /// millions of lines in place must not allocate.</para></remarks>
    private static readonly Type[] ChangeTheirCopy = [typeof(ImportCounters)];

    [Fact]
    public void Walk_meets_what_is_deep_inside()
    {
        Assert.Contains(Wire.Interfaces, type => type.Name == "IProfileGrain");
        Assert.Contains(Wire.Types, type => type.Name == "IdentityValue");
        Assert.Contains(Wire.Types, type => type.Name == "Sha256Digest");
    }

    [Fact]
    public void Interface_and_method_have_an_alias() => None(
        Wire.Interfaces.SelectMany(type => Wire.MethodsOf(type).Prepend((MemberInfo)type))
            .Where(member => Wire.AliasOf(member) is null)
            .Select(member => $"{member.DeclaringType?.Name} {member.Name} has no [Alias]"));

    [Fact]
    public void Method_aliases_are_unique_in_their_interface() => None(
        from type in Wire.Interfaces
        from same in Wire.MethodsOf(type).GroupBy(Wire.AliasOf)
        where same.Count() > 1
        select $"{type.Name} has {same.Count()} methods with the alias {same.Key}");

    [Fact]
    public void Aliases_are_unique_over_the_product() => None(
        from same in Wire.Interfaces.Concat(Wire.Types).GroupBy(Wire.AliasOf)
        where same.Key is not null && same.Count() > 1
        select $"{same.Key} names {string.Join(" and ", same.Select(type => type.FullName))}");

    [Fact]
    public void Type_says_that_it_crosses() => None(
        from type in Wire.Types
        from missing in MissingOf(type)
        select $"{type.FullName} has no [{missing}]");

    [Fact]
    public void Member_has_an_id() => None(
        from type in Wire.Types
        from member in Wire.MembersOf(type)
        where member.Id is null
        select $"{type.FullName}.{member.Name} has no [Id]");

    [Fact]
    public void Ids_are_unique_in_their_type() => None(
        from type in Wire.Types
        from same in Wire.MembersOf(type)
            .GroupBy(member => (member.Field.DeclaringType, member.Id))
        where same.Key.Id is not null && same.Count() > 1
        select $"{type.FullName} has {same.Count()} members with the id {same.Key.Id}");

    [Fact]
    public void Member_cannot_be_assigned() => None(
        from type in Wire.Types
        where !ChangeTheirCopy.Contains(type)
        from member in Wire.MembersOf(type)
        where !member.IsFixed
        select $"{type.FullName}.{member.Name} can be assigned: make it init or readonly");

    [Fact]
    public void Member_is_immutable_itself() => None(
        from type in Wire.Types
        from member in Wire.MembersOf(type)
        where !Wire.IsKnownImmutable(member.Type)
        select $"{type.FullName}.{member.Name}: {Wire.NameOf(member.Type)} can change");

    [Fact]
    public void Parameter_and_result_are_immutable() => None(
        from type in Wire.Interfaces
        from method in Wire.MethodsOf(type)
        from part in method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
        where !Wire.IsKnownImmutable(part)
        select $"{type.Name}.{method.Name}: {Wire.NameOf(part)} can change");

    [Fact]
    public void Type_that_may_change_is_a_struct() =>
        Assert.All(ChangeTheirCopy, type => Assert.True(type.IsValueType, type.Name));

    private static IEnumerable<string> MissingOf(Type type)
    {
        if (type.GetCustomAttribute<GenerateSerializerAttribute>() is null)
        {
            yield return "GenerateSerializer";
        }

        if (Wire.AliasOf(type) is null)
        {
            yield return "Alias";
        }

        if (!type.IsEnum && type.GetCustomAttribute<ImmutableAttribute>() is null)
        {
            yield return "Immutable";
        }
    }

    private static void None(IEnumerable<string> faults)
    {
        var found = faults.ToArray();
        Assert.True(
            found.Length == 0, $"{found.Length} found:\n{string.Join('\n', found)}");
    }
}
