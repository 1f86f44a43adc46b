using System.Text;

namespace Krewe.Domain.Workspaces;

/// <summary>Turns byte offsets, asked for in rising order, into lines and columns.</summary>
/// <remarks>The text must be valid UTF-8, or the columns are off by what is broken.</remarks>
internal ref struct FileCursor(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public FilePlace At(int offset)
    {
        var passed = _text[_offset..offset];
        var lastBreak = passed.LastIndexOf((byte)'\n');
        if (lastBreak >= 0)
        {
            _line += passed.Count((byte)'\n');
            _column = 1;
            passed = passed[(lastBreak + 1)..];
        }

        _column += Encoding.UTF8.GetCharCount(passed);
        _offset = offset;
        return new FilePlace(_line, _column);
    }
}
