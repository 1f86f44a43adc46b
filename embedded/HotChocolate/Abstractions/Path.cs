using System.Globalization;

namespace HotChocolate;

/// <summary>Where in a response something is: names of fields and places in lists.</summary>
public abstract class Path : IEquatable<Path>
{
    private protected Path(Path? parent) => Parent = parent ?? this;

    /// <summary>The response itself.</summary>
    public static Path Root { get; } = new RootPathSegment();

    public Path Parent { get; }

    public int Length => IsRoot ? 0 : Parent.Length + 1;

    public bool IsRoot => this is RootPathSegment;

    public Path Append(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new NamePathSegment(this, name);
    }

    public Path Append(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new IndexerPathSegment(this, index);
    }

    /// <summary>For people: /segments/nodes[3]/name.</summary>
    public abstract string Print();

    /// <summary>Strings and integers, the outermost first.</summary>
    public IReadOnlyList<object> ToList()
    {
        var steps = new object[Length];
        var path = this;
        for (var index = steps.Length - 1; index >= 0; index--)
        {
            steps[index] = path is NamePathSegment name
                ? name.Name
                : ((IndexerPathSegment)path).Index;
            path = path.Parent;
        }

        return steps;
    }

    public override string ToString() => Print();

    public bool Equals(Path? other) =>
        other is not null && ToList().SequenceEqual(other.ToList());

    public override bool Equals(object? obj) => Equals(obj as Path);

    public override int GetHashCode() =>
        ToList().Aggregate(0, (hash, step) => HashCode.Combine(hash, step));

    internal static Path FromList(IReadOnlyList<object> steps) =>
        steps.Aggregate(Root, (path, step) => step switch
        {
            string name => path.Append(name),
            int index => path.Append(index),
            _ => throw new ArgumentException($"{step} is no name and no index.", nameof(steps)),
        });

    private sealed class RootPathSegment() : Path(null)
    {
        public override string Print() => "/";
    }
}

/// <summary>A field, by its name in the response.</summary>
public sealed class NamePathSegment : Path
{
    internal NamePathSegment(Path parent, string name)
        : base(parent) => Name = name;

    public string Name { get; }

    public override string Print() => Parent.IsRoot ? $"/{Name}" : $"{Parent.Print()}/{Name}";
}

/// <summary>An element of a list, the first being 0.</summary>
public sealed class IndexerPathSegment : Path
{
    internal IndexerPathSegment(Path parent, int index)
        : base(parent) => Index = index;

    public int Index { get; }

    public override string Print() =>
        $"{Parent.Print()}[{Index.ToString(CultureInfo.InvariantCulture)}]";
}
