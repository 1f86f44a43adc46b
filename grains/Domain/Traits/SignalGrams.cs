using System.Runtime.InteropServices;

namespace Krewe.Domain.Traits;

/// <summary>Finds the texts that may stand in a value, out of many.</summary>
/// <remarks>
/// <para>Shape: every text is kept under four bytes of it in a row that few other texts have, or
/// under all of it if it is shorter. Each place of a value is looked up, and a text is found where
/// its bytes stand there. It is told once for each value, at its first place.</para>
/// </remarks>
internal sealed class SignalGrams
{
    private const int LengthMax = 4;

    private readonly List<(byte[] Text, int Test)> _texts = [];
    private readonly Dictionary<ulong, Kept[]> _kept = [];
    private readonly bool[] _hasLength = new bool[LengthMax + 1];

    public bool IsEmpty => _texts.Count == 0;

    /// <summary>Adds a text that is not empty.</summary>
    public void Add(byte[] text, int test) => _texts.Add((text, test));

    /// <summary>Keeps every text under the rarest of its parts; to be called once all are
    /// added.</summary>
    public void Finish()
    {
        var uses = new Dictionary<ulong, int>();
        foreach (var (text, _) in _texts)
        {
            for (var at = 0; at == 0 || at <= text.Length - LengthMax; at++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(uses, PartOf(text, at), out _)++;
            }
        }

        var kept = new Dictionary<ulong, List<Kept>>();
        foreach (var (text, test) in _texts)
        {
            var offset = Enumerable.Range(0, Math.Max(1, text.Length - LengthMax + 1))
                .MinBy(at => uses[PartOf(text, at)]);
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(
                kept, PartOf(text, offset), out _);
            (list ??= new List<Kept>(1)).Add(new Kept(text, offset, test));
            _hasLength[Math.Min(text.Length, LengthMax)] = true;
        }

        foreach (var (part, list) in kept)
        {
            _kept.Add(part, [.. list]);
        }
    }

    /// <summary>Goes through the texts that stand in a value.</summary>
    public Enumerator In(ReadOnlySpan<byte> value) => new(this, value);

    // The length is in the part, so that a short text is not taken for the start of a long one.
    private static ulong PartOf(ReadOnlySpan<byte> text, int at) =>
        PartOf(text.Slice(at, Math.Min(LengthMax, text.Length - at)));

    private static ulong PartOf(ReadOnlySpan<byte> part)
    {
        var name = (ulong)part.Length;
        foreach (var utf8 in part)
        {
            name = (name << 8) | utf8;
        }

        return name;
    }

    /// <summary>A text, and where in it the part begins that it is kept under.</summary>
    private readonly record struct Kept(byte[] Text, int Offset, int Test);

    /// <summary>The tests whose texts stand in a value, each once, in no order.</summary>
    public ref struct Enumerator
    {
        private readonly SignalGrams _grams;
        private readonly ReadOnlySpan<byte> _value;
        private Kept[] _candidates = [];
        private int _next;
        private int _at = -1;
        private int _length = LengthMax;

        internal Enumerator(SignalGrams grams, ReadOnlySpan<byte> value)
        {
            _grams = grams;
            _value = value;
        }

        /// <summary>The test that was found.</summary>
        public int Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            do
            {
                while (_next < _candidates.Length)
                {
                    ref readonly var kept = ref _candidates[_next++];
                    if (IsFirstHere(kept))
                    {
                        Current = kept.Test;
                        return true;
                    }
                }
            }
            while (MoveOn());

            return false;
        }

        /// <summary>Goes to the next part, of any length that texts are kept under.</summary>
        private bool MoveOn()
        {
            _next = 0;
            _candidates = [];
            while (true)
            {
                if (++_length > LengthMax)
                {
                    _length = 1;
                    _at++;
                }

                if (_at >= _value.Length)
                {
                    return false;
                }

                if (_grams._hasLength[_length]
                    && _at + _length <= _value.Length
                    && _grams._kept.TryGetValue(
                        PartOf(_value.Slice(_at, _length)), out var candidates))
                {
                    _candidates = candidates;
                    return true;
                }
            }
        }

        private readonly bool IsFirstHere(in Kept kept)
        {
            var start = _at - kept.Offset;
            return start >= 0
                && _value[start..].StartsWith(kept.Text)
                && _value[..(start + kept.Text.Length - 1)].IndexOf(kept.Text) < 0;
        }
    }
}
