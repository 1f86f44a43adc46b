using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>Takes a file name apart, from its prefix to its endings.</summary>
internal sealed class InboundFileNameParser
{
    private const string Shapes =
        "Expected ftp_dpm_DATASOURCE[_TARGET]_TIMESTAMP.sync, .overwrite instead of .sync, "
        + "adobe_id_DATASOURCE_DATASOURCE_TIMESTAMP.sync or "
        + "c2c_id_CUSTOMERS_EMAILS_TIMESTAMP.sync";

    private readonly string _name;
    private string? _error;

    private InboundFileNameParser(string name) => _name = name;

    public static InboundFileNameResult Parse(string name)
    {
        var parser = new InboundFileNameParser(name);
        var value = parser.Parse();
        return parser._error is { } error
            ? new(null, $"File '{PersonalData.Excerpt(name)}': {error}")
            : new(value, null);
    }

    private InboundFileName? Parse() =>
        _name.Length == 0 ? Fail($"the name is empty. {Shapes}.")
        : !IsReadable() ? null
        : StartsWith("ftp_dpm_odc_") ? ParseTraits("ftp_dpm_odc_", isOdc: true)
        : StartsWith("ftp_dpm_") ? ParseTraits("ftp_dpm_", isOdc: false)
        : StartsWith("adobe_id_") ? ParseIdSync("adobe_id_", IdSyncKind.DeviceIds)
        : StartsWith("c2c_id_") ? ParseIdSync("c2c_id_", IdSyncKind.CrossDeviceToHashedEmail)
        : Fail($"the name begins with no known prefix. {Shapes}.");

    private bool IsReadable()
    {
        if (EndsWith(".zip"))
        {
            return Refuse(".zip is not taken. Compress it with gzip and end the name in .gz.");
        }

        if (!EndsWith(".pgp") && !EndsWith(".gpg"))
        {
            return true;
        }

        var ending = _name[^4..];
        return Refuse(_name[..^4].EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? $".gz and {ending} do not go together: PGP compresses already. Encrypted files are "
                + "not supported here: send the .gz without encryption."
            : $"encrypted files ({ending}) are not supported here. Decrypt it, and send it plain "
                + "or as .gz.");
    }

    private TraitFileName? ParseTraits(string prefix, bool isOdc)
    {
        if (!TryParseEnding(out var mode, out var split, out var isGzip)
            || !TryParseNumbers(prefix, out var sources, out var timestamp))
        {
            return null;
        }

        if (sources.Length is not (1 or 2))
        {
            Refuse(sources.IsEmpty
                ? "there is no data source before the timestamp. Put the number of the data source "
                    + "of the ids there."
                : $"there are {sources.Length} data sources. Name that of the ids and, if others "
                    + "own the traits, one more.");
            return null;
        }

        if (sources.Length == 1 && NeedsTarget(sources[0]))
        {
            Refuse($"data source {sources[0]} is shared by all companies and owns no traits. Put "
                + "the data source that owns the traits after it.");
            return null;
        }

        return new TraitFileName
        {
            Name = _name,
            BaseName = BaseName(),
            Owner = sources[0],
            Target = sources.Length == 2 ? sources[1] : null,
            Timestamp = timestamp,
            Mode = mode,
            Split = split,
            IsGzip = isGzip,
            IsOdc = isOdc,
        };
    }

    private IdSyncFileName? ParseIdSync(string prefix, IdSyncKind kind)
    {
        if (!TryParseEnding(out var mode, out var split, out var isGzip)
            || !TryParseNumbers(prefix, out var sources, out var timestamp)
            || !AreColumns(sources, kind))
        {
            return null;
        }

        if (mode == InboundMode.Overwrite)
        {
            Refuse("ID synchronisation files cannot be .overwrite. End the name in .sync.");
            return null;
        }

        return new IdSyncFileName
        {
            Name = _name,
            BaseName = BaseName(),
            Kind = kind,
            Columns = sources,
            Timestamp = timestamp,
            Split = split,
            IsGzip = isGzip,
        };
    }

    private bool AreColumns(ImmutableArray<DataSourceId> sources, IdSyncKind kind)
    {
        if (kind == IdSyncKind.CrossDeviceToHashedEmail && sources.Length != 2)
        {
            return Refuse($"c2c_id needs exactly two data sources and has {sources.Length}. Name "
                + "that of the customer ids and that of the hashed e-mails.");
        }

        if (sources.Length < 2)
        {
            return Refuse($"adobe_id needs at least two data sources and has {sources.Length}. "
                + "Name one for each column.");
        }

        var twice = sources.GroupBy(source => source).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            || Refuse($"data source {twice.Key} is there twice. Name a different one for each "
                + "column.");
    }

    private bool TryParseEnding(out InboundMode mode, out int? split, out bool isGzip)
    {
        var parts = Endings();
        mode = parts is ["overwrite", ..] ? InboundMode.Overwrite : InboundMode.Sync;
        isGzip = parts is [.., "gz"];
        split = null;
        if (parts is not ["sync" or "overwrite", ..])
        {
            return RefuseMode(parts);
        }

        var middle = isGzip ? parts[1..^1] : parts[1..];
        if (middle.Length == 0)
        {
            return true;
        }

        if (middle.Length == 1 && TryParseNumber(middle[0], out var number))
        {
            split = number;
            return true;
        }

        return Refuse($"'.{Show(string.Join('.', middle))}' is neither a part number nor .gz. "
            + "After the mode come the number of the part and .gz, both optional.");
    }

    private bool RefuseMode(string[] parts)
    {
        if (parts is [] or ["gz", ..] || TryParseNumber(parts[0], out _))
        {
            return Refuse("the mode is missing. Put .sync or .overwrite after the timestamp.");
        }

        var lower = parts[0].ToUpperInvariant() is "SYNC" or "OVERWRITE";
        return Refuse(lower
            ? $"the mode '.{Show(parts[0])}' is not in lower case. Write .sync or .overwrite."
            : $"the mode '.{Show(parts[0])}' is unknown. Use .sync or .overwrite.");
    }

    private bool TryParseNumbers(
        string prefix, out ImmutableArray<DataSourceId> sources, out long timestamp)
    {
        var parts = Stem()[prefix.Length..].Split('_');
        sources = [];
        timestamp = 0;
        foreach (var part in parts[..^1])
        {
            if (!TryParseNumber(part, out var number))
            {
                return Refuse($"'{Show(part)}' is no data source. Put its number there: digits, "
                    + "at most 2147483647.");
            }

            sources = sources.Add(new DataSourceId(number));
        }

        return TryParseTimestamp(parts[^1], out timestamp);
    }

    private bool TryParseTimestamp(string text, out long timestamp)
    {
        timestamp = 0;
        if (text.Length == OnboardingLimits.TimestampDigits
            && long.TryParse(
                text, NumberStyles.None, CultureInfo.InvariantCulture, out timestamp))
        {
            return true;
        }

        var digits = text.Length > 0 && text.All(char.IsAsciiDigit)
            ? $"has {text.Length} digits" : "is not a number";
        return Refuse($"the timestamp '{Show(text)}' {digits}. Put 10 digits there: the time in "
            + "Unix seconds, such as 1560431657.");
    }

    private static bool TryParseNumber(string text, out int number) => int.TryParse(
        text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool NeedsTarget(DataSourceId source) =>
        source == DataSourceId.Uuid || GlobalDataSources.Find(source) is not null;

    private string Stem() => _name.Split('.')[0];

    private string[] Endings() => _name.Split('.')[1..];

    private string BaseName() => $"{Stem()}.{Endings()[0]}";

    private static string Show(string part) => PersonalData.Excerpt(part);

    private bool StartsWith(string prefix) => _name.StartsWith(prefix, StringComparison.Ordinal);

    private bool EndsWith(string ending) =>
        _name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private InboundFileName? Fail(string error)
    {
        Refuse(error);
        return null;
    }

    private bool Refuse(string error)
    {
        _error ??= error;
        return false;
    }
}
