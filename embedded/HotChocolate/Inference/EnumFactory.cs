using System.Reflection;
using HotChocolate.Types;

namespace HotChocolate.Inference;

/// <summary>Makes enum types of C# enums.</summary>
internal static class EnumFactory
{
    public static EnumType Make(Type type) => new(Naming.TypeOf(type), [.. ValuesOf(type)])
    {
        RuntimeType = type,
        Description = Members.DescriptionOf(type),
    };

    private static IEnumerable<EnumValue> ValuesOf(Type type) =>
        from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
        where !field.IsDefined(typeof(GraphQLIgnoreAttribute))
        select new EnumValue(Naming.EnumValueOf(field), field.GetValue(null)!)
        {
            Description = Members.DescriptionOf(field),
            DeprecationReason = Members.DeprecationOf(field),
        };
}
