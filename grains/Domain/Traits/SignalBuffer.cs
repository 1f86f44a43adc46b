using System.Runtime.InteropServices;

namespace Krewe.Domain.Traits;

/// <summary>Gathers the signals of one line or event, so that rules can read them
/// together.</summary>
/// <remarks>
/// <para>Shape: keys and values are copied, so they need not outlive what they were read from. It
/// is emptied and filled again for each line and keeps its room, so that nothing is allocated once
/// it has grown to the longest; it serves one thread.</para>
/// </remarks>
public sealed class SignalBuffer
{
    private const int TextBytesMin = 512;

    private readonly List<Signal> _signals;
    private byte[] _text;
    private int _length;

    /// <summary>Makes one with room for the signals of most lines.</summary>
    public SignalBuffer()
    {
        _signals = [];
        _text = new byte[TextBytesMin];
    }

    private SignalBuffer(SignalBuffer other)
    {
        _signals = [.. other._signals];
        _text = other.Text.ToArray();
        _length = _text.Length;
    }

    /// <summary>How many signals there are.</summary>
    public int Count => _signals.Count;

    /// <summary>The UTF-8 that <see cref="Signals"/> point into.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    /// <summary>The signals in the order in which they were added; valid until the next
    /// call.</summary>
    public ReadOnlySpan<Signal> Signals => CollectionsMarshal.AsSpan(_signals);

    /// <summary>Adds a signal; its key and value are without quotes.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var end = _length + key.Length + value.Length;
        if (end > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(end, 2 * _text.Length));
        }

        key.CopyTo(_text.AsSpan(_length));
        value.CopyTo(_text.AsSpan(_length + key.Length));
        _signals.Add(new Signal(_length, key.Length, _length + key.Length, value.Length));
        _length = end;
    }

    /// <summary>The same signals in no more room than they need: for who keeps them.</summary>
    public SignalBuffer Copy() => new(this);

    /// <summary>Forgets all signals.</summary>
    public void Clear()
    {
        _signals.Clear();
        _length = 0;
    }
}
