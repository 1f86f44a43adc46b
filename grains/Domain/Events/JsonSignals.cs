using System.Buffers;
using System.Text.Json;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Events;

/// <summary>Makes signals of JSON.</summary>
/// <remarks>
/// <para>Shape: each text, number, true and false that is not blank becomes a signal. Its key is
/// its name, after those of the objects around it with <c>_</c> between; the items of a list share
/// a key. What no rule could name is left out.</para>
/// <para>Units: <see cref="SignalsMax"/> for each buffer, <see cref="DepthMax"/> objects and lists
/// in each other; what is beyond that is left out.</para>
/// </remarks>
public static class JsonSignals
{
    /// <summary>Signals of one event.</summary>
    public const int SignalsMax = 500;

    /// <summary>Objects and lists in each other.</summary>
    public const int DepthMax = 8;

    /// <summary>Objects and lists in each other that are read at all: more than a body has room
    /// for. Each costs a bit.</summary>
    public const int JsonDepthMax = 8 << 20;

    /// <summary>Adds what a value says.</summary>
    /// <param name="json">One complete value of JSON, known to be well formed and UTF-8.</param>
    /// <param name="prefix">Of all keys; empty: none.</param>
    /// <param name="signals">Where to.</param>
    /// <param name="except">The name of a member of the outermost object that is left out.</param>
    public static void Add(
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> prefix,
        SignalBuffer signals,
        ReadOnlySpan<byte> except = default)
    {
        ArgumentNullException.ThrowIfNull(signals);
        Span<byte> key = stackalloc byte[SignalKeys.LengthMax];
        var walk = new Walk(json, key, signals, except);
        walk.All(prefix);
    }

    private ref struct Walk(
        ReadOnlySpan<byte> json,
        Span<byte> key,
        SignalBuffer signals,
        ReadOnlySpan<byte> except)
    {
        private readonly Span<byte> _key = key;
        private readonly ReadOnlySpan<byte> _except = except;
        private Utf8JsonReader _json = new(
            json, new JsonReaderOptions { MaxDepth = JsonDepthMax });

        private int _length;

        public void All(ReadOnlySpan<byte> prefix)
        {
            if (prefix.TryCopyTo(_key) && _json.Read())
            {
                _length = prefix.Length;
                Value(depth: 0);
            }
        }

        // Recursion ends at DepthMax.
        private void Value(int depth)
        {
            switch (_json.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray
                    when depth == DepthMax || signals.Count >= SignalsMax:
                    _json.Skip();
                    break;
                case JsonTokenType.StartObject:
                    Members(depth);
                    break;
                case JsonTokenType.StartArray:
                    while (_json.Read() && _json.TokenType is not JsonTokenType.EndArray)
                    {
                        Value(depth + 1);
                    }

                    break;
                case JsonTokenType.String:
                    Text();
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    Add(_json.ValueSpan);
                    break;
            }
        }

        private void Members(int depth)
        {
            var length = _length;
            while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
            {
                var isLeftOut = !TryAppendName() || (depth == 0 && IsExcept(length));
                _json.Read();
                if (isLeftOut)
                {
                    _json.Skip();
                }
                else
                {
                    Value(depth + 1);
                }

                _length = length;
            }
        }

        private readonly bool IsExcept(int before) =>
            !_except.IsEmpty
            && _key[(before == 0 ? 0 : before + 1).._length].SequenceEqual(_except);

        private bool TryAppendName()
        {
            var separator = _length == 0 ? 0 : 1;
            if (_json.ValueSpan.Length > _key.Length - _length - separator)
            {
                return false;
            }

            _key[_length..(_length + separator)].Fill((byte)'_');
            _length += separator;
            var name = _key[_length..];
            if (!TryCopy(name, out var length))
            {
                return false;
            }

            _length += length;
            return true;
        }

        private void Text()
        {
            if (!_json.ValueIsEscaped)
            {
                Add(_json.ValueSpan);
                return;
            }

            var text = ArrayPool<byte>.Shared.Rent(_json.ValueSpan.Length);
            if (TryCopy(text, out var length))
            {
                Add(text.AsSpan(0, length));
            }

            ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }

        // Half of a surrogate pair is well-formed JSON, and no text.
        private readonly bool TryCopy(Span<byte> text, out int length)
        {
            try
            {
                length = _json.CopyString(text);
                return true;
            }
            catch (InvalidOperationException)
            {
                length = 0;
                return false;
            }
        }

        private readonly void Add(ReadOnlySpan<byte> value)
        {
            var here = _key[.._length];
            if (!value.IsEmpty && signals.Count < SignalsMax && SignalKeys.IsKey(here))
            {
                signals.Add(here, value);
            }
        }
    }
}
