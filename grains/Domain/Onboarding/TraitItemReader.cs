namespace Krewe.Domain.Onboarding;

/// <summary>Walks the items of a line of a trait file.</summary>
/// <remarks>
/// <para>Shape: items are separated by commas outside double quotes, with spaces around them
/// allowed; empty ones are passed over.</para>
/// <para>Errors: ends at the first bad item and says why in <see cref="Fault"/>; what came before
/// it does not count. Nothing is allocated.</para>
/// <para>Source: Audience Manager, "Inbound data file contents: syntax, invalid characters,
/// variables, and examples", read 2026-11.</para>
/// </remarks>
public ref struct TraitItemReader
{
    private ReadOnlySpan<byte> _rest;
    private bool _isEnded;
    private TraitItem _current;

    internal TraitItemReader(ReadOnlySpan<byte> items)
    {
        _rest = items;
        _isEnded = false;
        _current = default;
        Fault = LineFault.None;
        Count = 0;
    }

    /// <summary>The item last read.</summary>
    public readonly TraitItem Current => _current;

    /// <summary>Why the walk ended before the end of the line.</summary>
    public LineFault Fault { get; private set; }

    /// <summary>Items read so far.</summary>
    public int Count { get; private set; }

    /// <summary>For <c>foreach</c>; a walk that asks for <see cref="Fault"/> afterwards calls
    /// <see cref="MoveNext"/> itself.</summary>
    public readonly TraitItemReader GetEnumerator() => this;

    /// <summary>Goes to the next item; false at the end and at a fault.</summary>
    public bool MoveNext()
    {
        while (!_isEnded)
        {
            var end = EndOfItem(_rest);
            if (end < 0)
            {
                return Stop(LineFault.UnclosedQuote);
            }

            var item = _rest[..end].Trim((byte)' ');
            _isEnded = end == _rest.Length;
            _rest = _isEnded ? [] : _rest[(end + 1)..];
            if (item.IsEmpty)
            {
                continue;
            }

            var fault = TraitItemParser.Parse(item, out _current);
            if (fault != LineFault.None)
            {
                return Stop(fault);
            }

            Count++;
            return true;
        }

        // A line of nothing but commas asks for nothing.
        return Count == 0 && Fault == LineFault.None && Stop(LineFault.NoItems);
    }

    private bool Stop(LineFault fault)
    {
        Fault = fault;
        _isEnded = true;
        _current = default;
        return false;
    }

    // The index of the comma that ends the item, or the length; -1 if a quote stays open.
    private static int EndOfItem(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var found = text[at..].IndexOfAny((byte)',', (byte)'"');
            if (found < 0)
            {
                return text.Length;
            }

            at += found;
            if (text[at] == (byte)',')
            {
                return at;
            }

            var closing = text[(at + 1)..].IndexOf((byte)'"');
            if (closing < 0)
            {
                return -1;
            }

            at += closing + 2;
        }
    }
}
