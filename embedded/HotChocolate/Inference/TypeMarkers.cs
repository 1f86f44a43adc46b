using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Inference;

/// <summary>Types that are said by an attribute, such as NonNullType&lt;IdType&gt;.</summary>
internal static class TypeMarkers
{
    public static TypeNode Read(Type marker, Func<Type, NamedType> named)
    {
        if (marker.IsGenericType && marker.GetGenericTypeDefinition() == typeof(NonNullType<>))
        {
            return Read(marker.GetGenericArguments()[0], named).NonNull();
        }

        if (marker.IsGenericType && marker.GetGenericTypeDefinition() == typeof(ListType<>))
        {
            return Read(marker.GetGenericArguments()[0], named).List();
        }

        return ScalarTypes.OfMarker(marker) ?? named(marker);
    }
}
