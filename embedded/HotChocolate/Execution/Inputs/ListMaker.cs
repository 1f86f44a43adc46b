using System.Collections.Immutable;

namespace HotChocolate.Execution.Inputs;

/// <summary>Makes the collection that the C# side wants of its elements.</summary>
internal abstract class ListMaker
{
    private static readonly Type[] ReadAsArray =
    [
        typeof(IEnumerable<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>),
    ];

    private static readonly Type[] ReadAsList =
        [typeof(List<>), typeof(IList<>), typeof(ICollection<>)];

    private static readonly Type[] ReadAsSet =
        [typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>)];

    public abstract object Make(object?[] items);

    /// <summary>The maker for a collection type; null when it is none that can be made.</summary>
    public static ListMaker? For(Type collection, Type item)
    {
        var shape = collection.IsGenericType ? collection.GetGenericTypeDefinition() : collection;
        var maker = shape switch
        {
            { IsArray: true } => typeof(ArrayMaker<>),
            _ when ReadAsArray.Contains(shape) => typeof(ArrayMaker<>),
            _ when ReadAsList.Contains(shape) => typeof(GrowingMaker<>),
            _ when ReadAsSet.Contains(shape) => typeof(SetMaker<>),
            _ when shape == typeof(ImmutableArray<>) => typeof(ImmutableArrayMaker<>),
            _ when shape == typeof(ImmutableList<>) || shape == typeof(IImmutableList<>) =>
                typeof(ImmutableListMaker<>),
            _ => null,
        };
        return maker is null
            ? null
            : (ListMaker)Activator.CreateInstance(maker.MakeGenericType(item))!;
    }

    private static T[] Cast<T>(object?[] items) => Array.ConvertAll(items, item => (T)item!);

    private sealed class ArrayMaker<T> : ListMaker
    {
        public override object Make(object?[] items) => Cast<T>(items);
    }

    private sealed class GrowingMaker<T> : ListMaker
    {
        public override object Make(object?[] items) => new List<T>(Cast<T>(items));
    }

    private sealed class SetMaker<T> : ListMaker
    {
        public override object Make(object?[] items) => new HashSet<T>(Cast<T>(items));
    }

    private sealed class ImmutableArrayMaker<T> : ListMaker
    {
        public override object Make(object?[] items) =>
            System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(
                Cast<T>(items));
    }

    private sealed class ImmutableListMaker<T> : ListMaker
    {
        public override object Make(object?[] items) => ImmutableList.CreateRange(Cast<T>(items));
    }
}
