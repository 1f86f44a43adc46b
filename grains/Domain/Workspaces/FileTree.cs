using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Krewe.Domain.Workspaces;

/// <summary>Reads JSON text into nodes that know their place.</summary>
/// <remarks>
/// <para>Shape: comments and trailing commas are allowed; a byte order mark is skipped.</para>
/// <para>Errors: text that is not JSON, too large or too deep is one fault, and no tree.</para>
/// </remarks>
internal ref struct FileTree
{
    public const int SizeBytesMax = 64 << 20;
    public const int DepthMax = 16;
    public const int ValuesMax = 4_000_000;

    // No object has so many; it keeps the look for repeated names short.
    private const int MembersMax = 100;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = DepthMax,
    };

    private readonly ReadOnlySpan<byte> _text;
    private readonly FaultLog _faults;
    private Utf8JsonReader _reader;
    private FileCursor _cursor;
    private readonly Stack<FileNode> _open = new();
    private string? _name;
    private FilePlace _namePlace;
    private int _values;

    private FileTree(ReadOnlySpan<byte> text, FaultLog faults)
    {
        _text = text;
        _faults = faults;
        _reader = new Utf8JsonReader(text, Options);
        _cursor = new FileCursor(text);
    }

    public static FileNode? Read(ReadOnlySpan<byte> text, FaultLog faults)
    {
        var mark = Encoding.UTF8.Preamble;
        text = text.StartsWith(mark) ? text[mark.Length..] : text;
        if (text.Length > SizeBytesMax)
        {
            faults.Refuse("The file is larger than 64 MiB; split it into several workspaces.");
            return null;
        }

        if (!Utf8.IsValid(text))
        {
            var place = new FileCursor(text).At(ValidLength(text));
            faults.Error("$", place, "The file is not UTF-8 from here on; save it as UTF-8.");
            return null;
        }

        return new FileTree(text, faults).Read();
    }

    /// <summary>How many bytes from the start are whole, valid characters.</summary>
    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out _, out var used) is
            System.Buffers.OperationStatus.Done)
        {
            length += used;
        }

        return length;
    }

    private FileNode? Read()
    {
        try
        {
            return ReadAll();
        }
        catch (JsonException fault)
        {
            RefuseSyntax(fault);
            return null;
        }
    }

    private FileNode? ReadAll()
    {
        FileNode? root = null;
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    _namePlace = _cursor.At((int)_reader.TokenStartIndex);
                    _name = String(_open.Peek(), _namePlace);
                    break;
                default:
                    var parent = _open.Count > 0 ? _open.Peek() : null;
                    if (IsTooMuch(parent))
                    {
                        return null;
                    }

                    var node = Node(parent);
                    root ??= node;
                    if (node.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        _open.Push(node);
                    }

                    break;
            }
        }

        return root;
    }

    private bool IsTooMuch(FileNode? parent)
    {
        if (++_values > ValuesMax)
        {
            _faults.Refuse($"The file holds more than {ValuesMax} values; split it.");
            return true;
        }

        if (_name is not null && parent is { Children.Count: >= MembersMax })
        {
            _faults.Error(parent, $"No object here has more than {MembersMax} members.");
            return true;
        }

        return false;
    }

    private FileNode Node(FileNode? parent)
    {
        var place = _cursor.At((int)_reader.TokenStartIndex);
        var node = new FileNode(_reader.TokenType, parent, place)
        {
            Name = _name,
            NamePlace = _name is null ? place : _namePlace,
            Text = _reader.TokenType switch
            {
                JsonTokenType.String => String(parent, place),
                JsonTokenType.Number => Encoding.ASCII.GetString(_reader.ValueSpan),
                _ => "",
            },
        };
        if (_name is { } name && parent?.Member(name) is { } first)
        {
            first.Break();
            _faults.Error(
                first.Path(),
                _namePlace,
                $"{Say.Quote(name)} is given twice, first on line {first.NamePlace.Line}; keep "
                + "one.");
        }

        parent?.Add(node);
        _name = null;
        return node;
    }

    // An escape such as \ud800 is good JSON but half a character.
    private string String(FileNode? owner, FilePlace place)
    {
        try
        {
            return _reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            owner?.Break();
            var path = (owner?.Path() ?? "$") + (_name is { } name ? $".{name}" : "");
            _faults.Error(path, place, "The text holds half a surrogate pair; write it whole.");
            return "";
        }
    }

    // The reader's own words may repeat a piece of the file, which may be a secret.
    private readonly void RefuseSyntax(JsonException fault)
    {
        var lineStart = 0;
        for (var line = fault.LineNumber ?? 0; line > 0; line--)
        {
            lineStart += _text[lineStart..].IndexOf((byte)'\n') + 1;
        }

        var offset = Math.Min(lineStart + (int)(fault.BytePositionInLine ?? 0), _text.Length);
        var place = new FileCursor(_text).At(offset);
        _faults.Error("$", place, SyntaxMessage(_text[offset..].TrimStart(" \t\r\n"u8)));
    }

    private readonly string SyntaxMessage(ReadOnlySpan<byte> rest)
    {
        if (_open.Count >= DepthMax)
        {
            return $"Lists and objects are nested deeper than {DepthMax} here; flatten them.";
        }

        return rest.IsEmpty
            ? "The JSON ends before it is complete; close what is open ({, [ or \")."
            : "The JSON breaks off here; look for a missing comma, colon, quote or bracket.";
    }
}
