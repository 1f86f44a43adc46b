namespace HotChocolate.Language;

/// <summary>How the hash of a document is written.</summary>
public enum HashFormat
{
    Base64,
    Hex,
}
