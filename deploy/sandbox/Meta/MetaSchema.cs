using System.Collections.Frozen;
using System.Text.Json;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>How a column's values are taken.</summary>
internal enum ColumnForm
{
    /// <summary>64 hex digits.</summary>
    Hash,

    /// <summary>Text in clear; a hash is as good.</summary>
    Text,

    /// <summary>A device id: text in clear, lower case.</summary>
    Device,

    /// <summary>Belongs to the row but identifies nobody.</summary>
    Ignored,
}

internal readonly record struct MetaColumn(string Name, IdentifierKind Kind, ColumnForm Form);

/// <summary>The columns of an upload, by the names that the platform takes.</summary>
internal sealed class MetaSchema
{
    private static readonly FrozenDictionary<string, MetaColumn> Known = new MetaColumn[]
    {
        new("EMAIL", IdentifierKind.Email, ColumnForm.Hash),
        new("EMAIL_SHA256", IdentifierKind.Email, ColumnForm.Hash),
        new("PHONE", IdentifierKind.Phone, ColumnForm.Hash),
        new("PHONE_SHA256", IdentifierKind.Phone, ColumnForm.Hash),
        new("EXTERN_ID", IdentifierKind.ExternalId, ColumnForm.Text),
        new("MADID", IdentifierKind.MobileAdId, ColumnForm.Device),
        new("MOBILE_ADVERTISER_ID", IdentifierKind.MobileAdId, ColumnForm.Device),
        new("PAGEUID", IdentifierKind.PageUserId, ColumnForm.Text),
        new("UID", IdentifierKind.AppUserId, ColumnForm.Text),
        new("GEN", IdentifierKind.Gender, ColumnForm.Hash),
        new("DOBY", IdentifierKind.BirthYear, ColumnForm.Hash),
        new("DOBM", IdentifierKind.BirthMonth, ColumnForm.Hash),
        new("DOBD", IdentifierKind.BirthDay, ColumnForm.Hash),
        new("FN", IdentifierKind.FirstName, ColumnForm.Hash),
        new("LN", IdentifierKind.LastName, ColumnForm.Hash),
        new("FI", IdentifierKind.FirstInitial, ColumnForm.Hash),
        new("CT", IdentifierKind.City, ColumnForm.Hash),
        new("ST", IdentifierKind.State, ColumnForm.Hash),
        new("ZIP", IdentifierKind.PostalCode, ColumnForm.Hash),
        new("COUNTRY", IdentifierKind.Country, ColumnForm.Hash),
        new("LOOKALIKE_VALUE", IdentifierKind.None, ColumnForm.Ignored),
        new("DATA_PROCESSING_OPTIONS", IdentifierKind.None, ColumnForm.Ignored),
        new("DATA_PROCESSING_OPTIONS_COUNTRY", IdentifierKind.None, ColumnForm.Ignored),
        new("DATA_PROCESSING_OPTIONS_STATE", IdentifierKind.None, ColumnForm.Ignored),
    }.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);

    private MetaSchema(MetaColumn[] columns) => Columns = columns;

    public IReadOnlyList<MetaColumn> Columns { get; }

    /// <summary>The names, as the journal and a session remember them.</summary>
    public override string ToString() => string.Join(',', Columns.Select(column => column.Name));

    /// <summary>Reads a name alone, a list of names, or such a list as text.</summary>
    public static MetaSchema Parse(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                names.Add(reader.GetString()!);
            }
        }

        return names.Count == 0
            ? throw new MetaRefusalException(MetaErrors.Invalid("Param payload[schema] is empty"))
            : new MetaSchema([.. names.Select(ColumnOf)]);
    }

    private static MetaColumn ColumnOf(string name) =>
        Known.TryGetValue(name.Trim().ToUpperInvariant(), out var column)
            ? column
            : throw new MetaRefusalException(MetaErrors.Invalid(
                $"Param payload[schema] must be one of {{{string.Join(", ", Known.Keys)}}}"));
}
