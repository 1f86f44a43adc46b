namespace Krewe.Sandbox.State;

/// <summary>Who is in an audience: a set of member keys.</summary>
/// <remarks>
/// A member's key is its only identifier, or the digest of all its parts in order. Adding is
/// a set union; a removal takes out every member that shares a pointing identifier with it.
/// Not safe from several threads: the audience's gate guards it.
/// </remarks>
internal sealed class MemberSet
{
    private readonly IdentifierTable _keys = new();
    private readonly Dictionary<Identifier, string> _texts = [];
    private readonly Dictionary<Identifier, MemberPart[]> _tuples = [];
    private readonly Dictionary<Identifier, List<Identifier>> _tuplesOf = [];

    public int Count => _keys.Count;

    public int PlacesEnd => _keys.PlacesEnd;

    public bool Add(ReadOnlySpan<MemberPart> row)
    {
        if (row.Length == 1)
        {
            return AddSingle(row[0]);
        }

        var parts = Canonical(row);
        var key = KeyOf(parts);
        if (!_keys.Add(key))
        {
            return false;
        }

        _tuples[key] = parts;
        foreach (var part in parts)
        {
            Index(part.Identifier, key);
        }

        return true;
    }

    /// <returns>How many members left.</returns>
    public int Remove(ReadOnlySpan<MemberPart> row)
    {
        var removed = 0;
        var pointsOut = false;
        foreach (var part in row)
        {
            if (part.Identifier.PointsOut)
            {
                pointsOut = true;
                removed += RemoveWhoHas(part.Identifier);
            }
        }

        // A row of names and places alone means exactly the member that was added so.
        return pointsOut ? removed : RemoveKey(KeyOf(Canonical(row)));
    }

    /// <summary>Reads members from a place on.</summary>
    /// <returns>The place to go on from, or null after the last.</returns>
    public int? Read(int from, int countMax, List<MemberPart[]> into)
    {
        var place = Math.Max(from, 0);
        for (; place < _keys.PlacesEnd && into.Count < countMax; place++)
        {
            if (_keys.At(place) is { Kind: not IdentifierKind.None } key)
            {
                into.Add(PartsOf(key));
            }
        }

        return place < _keys.PlacesEnd ? place : null;
    }

    private bool AddSingle(MemberPart part)
    {
        var isNew = _keys.Add(part.Identifier);
        if (isNew && part.Text is { } text)
        {
            _texts[part.Identifier] = text;
        }

        return isNew;
    }

    private MemberPart[] PartsOf(Identifier key) =>
        _tuples.TryGetValue(key, out var parts)
            ? parts
            : [new MemberPart(key, _texts.GetValueOrDefault(key))];

    private int RemoveWhoHas(Identifier identifier)
    {
        var removed = RemoveKey(identifier);
        if (_tuplesOf.Remove(identifier, out var keys))
        {
            foreach (var key in keys)
            {
                removed += RemoveKey(key);
            }
        }

        return removed;
    }

    private int RemoveKey(Identifier key)
    {
        if (!_keys.Remove(key))
        {
            return 0;
        }

        _texts.Remove(key);
        if (_tuples.Remove(key, out var parts))
        {
            foreach (var part in parts)
            {
                Unindex(part.Identifier, key);
            }
        }

        return 1;
    }

    private void Index(Identifier part, Identifier key)
    {
        if (!part.PointsOut)
        {
            return;
        }

        if (!_tuplesOf.TryGetValue(part, out var keys))
        {
            _tuplesOf[part] = keys = new List<Identifier>(1);
        }

        keys.Add(key);
    }

    private void Unindex(Identifier part, Identifier key)
    {
        if (_tuplesOf.TryGetValue(part, out var keys) && keys.Remove(key) && keys.Count == 0)
        {
            _tuplesOf.Remove(part);
        }
    }

    private static MemberPart[] Canonical(ReadOnlySpan<MemberPart> row)
    {
        var parts = row.ToArray();
        Array.Sort(parts, static (x, y) => x.Identifier.Kind != y.Identifier.Kind
            ? x.Identifier.Kind.CompareTo(y.Identifier.Kind)
            : string.CompareOrdinal(x.Shown, y.Shown));
        return parts;
    }

    private static Identifier KeyOf(MemberPart[] parts)
    {
        if (parts is [var only])
        {
            return only.Identifier;
        }

        const int PartLength = Digest.Length + 1;
        var bytes = new byte[parts.Length * PartLength];
        for (var i = 0; i < parts.Length; i++)
        {
            bytes[i * PartLength] = (byte)parts[i].Identifier.Kind;
            parts[i].Identifier.Value.CopyTo(bytes.AsSpan((i * PartLength) + 1));
        }

        return new Identifier(Digest.Of(bytes), IdentifierKind.Tuple);
    }
}
