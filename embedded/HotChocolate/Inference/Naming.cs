using System.Reflection;
using System.Text;
using HotChocolate.Types;

namespace HotChocolate.Inference;

/// <summary>The names that C# members get in the schema.</summary>
internal static class Naming
{
    public static string FieldOf(MemberInfo member)
    {
        if (Given(member) is { } given)
        {
            return given;
        }

        var name = member.Name;
        if (member is MethodInfo method)
        {
            if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3)
            {
                name = name[3..];
            }

            if (name.EndsWith("Async", StringComparison.Ordinal)
                && name.Length > 5
                && ClrUse.IsAwaited(method.ReturnType))
            {
                name = name[..^5];
            }
        }

        return Camel(name);
    }

    public static string ArgumentOf(ParameterInfo parameter) =>
        parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? Camel(parameter.Name!);

    public static string EnumValueOf(FieldInfo value) => Given(value) ?? UpperSnake(value.Name);

    /// <summary>The name of an object, interface, union or enum.</summary>
    public static string TypeOf(Type type) =>
        Given(type)
            ?? type.GetCustomAttribute<ObjectTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<InterfaceTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<UnionTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<EnumTypeAttribute>()?.Name
            ?? Plain(type);

    public static string InputOf(Type type)
    {
        if ((Given(type) ?? type.GetCustomAttribute<InputObjectTypeAttribute>()?.Name) is { } given)
        {
            return given;
        }

        var name = Plain(type);
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : $"{name}Input";
    }

    /// <summary>
    /// Lowers the capitals it begins with, but for the last of them when a small letter follows.
    /// </summary>
    public static string Camel(string name)
    {
        var end = 0;
        while (end < name.Length && char.IsUpper(name[end]))
        {
            end++;
        }

        if (end > 1 && end < name.Length && char.IsLower(name[end]))
        {
            end--;
        }

        return string.Concat(name[..end].ToLowerInvariant(), name.AsSpan(end));
    }

    /// <summary>EmailSha256 becomes EMAIL_SHA256, CRMId becomes CRM_ID.</summary>
    public static string UpperSnake(string name)
    {
        if (name.All(c => !char.IsLower(c)))
        {
            return name;
        }

        var said = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            if (index > 0 && BeginsWord(name, index))
            {
                said.Append('_');
            }

            said.Append(char.ToUpperInvariant(name[index]));
        }

        return said.ToString();
    }

    private static bool BeginsWord(string name, int index) =>
        char.IsUpper(name[index])
        && name[index - 1] != '_'
        && (char.IsLower(name[index - 1])
            || char.IsDigit(name[index - 1])
            || (index + 1 < name.Length && char.IsLower(name[index + 1])));

    private static string? Given(MemberInfo member) =>
        member.GetCustomAttribute<GraphQLNameAttribute>()?.Name;

    private static string Plain(Type type)
    {
        if (typeof(Exception).IsAssignableFrom(type)
            && type.Name.EndsWith(nameof(Exception), StringComparison.Ordinal))
        {
            return $"{type.Name[..^nameof(Exception).Length]}Error";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        var arguments = type.GetGenericArguments().Select(TypeOf);
        return $"{name}Of{string.Join("And", arguments)}";
    }
}
