using System.Collections.Immutable;
using Krewe.Embedded;

namespace Orleans.Runtime;

/// <summary>Values that travel with a chain of calls, from caller to callee and never
/// back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Chain?> Locals = new();

    private static volatile bool _used;

    public static Guid ReentrancyId
    {
        get => Locals.Value?.ReentrancyId ?? Guid.Empty;
        set
        {
            _used |= value != Guid.Empty;
            Locals.Value = (Locals.Value ?? Chain.Empty) with { ReentrancyId = value };
        }
    }

    public static IEnumerable<string> Keys => (Locals.Value ?? Chain.Empty).Values.Keys;

    public static IEnumerable<KeyValuePair<string, object>> Entries =>
        (Locals.Value ?? Chain.Empty).Values;

    /// <summary>Whether a call needs to look for an id at all.</summary>
    internal static bool TracksReentrancy => _used;

    public static object? Get(string key) => Locals.Value?.Values.GetValueOrDefault(key);

    public static void Set(string key, object value)
    {
        var chain = Locals.Value ?? Chain.Empty;
        Locals.Value = chain with { Values = chain.Values.SetItem(key, value) };
    }

    public static bool Remove(string key)
    {
        if (Locals.Value is not { } chain || !chain.Values.ContainsKey(key))
        {
            return false;
        }
        Locals.Value = chain with { Values = chain.Values.Remove(key) };
        return true;
    }

    public static void Clear() => Locals.Value = null;

    /// <summary>Until the section is disposed, calls that come of this one may enter this
    /// activation while it waits.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var before = ReentrancyId;
        var id = before == Guid.Empty ? Identity.New() : before;
        return new ReentrancySection(before, id);
    }

    /// <summary>Until the section is disposed, calls that come of this one may not.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() =>
        new(ReentrancyId, Guid.Empty);

    /// <summary>Puts the earlier id back when disposed.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _before;
        private readonly Guid _id;
        private readonly Activation? _owner;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _before = originalReentrancyId;
            _id = newReentrancyId;
            _owner = newReentrancyId == Guid.Empty ? null : Activation.Current;
            _owner?.Rarities.EnterSection(newReentrancyId);
            ReentrancyId = newReentrancyId;
        }

        public void Dispose()
        {
            _owner?.Rarities.LeaveSection(_id);
            ReentrancyId = _before;
        }
    }

    private sealed record Chain(ImmutableDictionary<string, object> Values, Guid ReentrancyId)
    {
        internal static readonly Chain Empty = new(
            ImmutableDictionary.Create<string, object>(StringComparer.Ordinal), Guid.Empty);
    }
}
