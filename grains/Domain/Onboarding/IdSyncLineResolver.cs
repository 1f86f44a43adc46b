using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Onboarding;

/// <summary>Turns the rows of one ID synchronisation file into linked identities.</summary>
/// <remarks>
/// <para>Shape: the first identity of a row is linked to each of the others. Serves one
/// thread.</para>
/// <para>Errors: a row with one wrong id is refused whole.</para>
/// </remarks>
public sealed class IdSyncLineResolver
{
    private readonly IdSyncFileName _file;
    private readonly ImmutableArray<UserIdRules> _rules;
    private readonly Range[] _ids;

    /// <summary>A resolver for one file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="shareAs">The hash label of each data source in the name. Of e-mails it is
    /// taken to be set: the kind of file says what they are.</param>
    public IdSyncLineResolver(IdSyncFileName file, Func<DataSourceId, HashLabel> shareAs)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(shareAs);
        _file = file;
        _ids = new Range[Math.Max(file.Columns.Length, IdSyncLine.CustomerIdsMax)];
        _rules =
        [
            .. file.Columns.Select((source, column) => new UserIdRules(
                source,
                column > 0 && file.Kind == IdSyncKind.CrossDeviceToHashedEmail
                    ? HashLabel.EmailsSha256Lowercased
                    : shareAs(source),
                isIdSync: true)),
        ];
        IdRules = _rules[0];
    }

    /// <summary>The rules of the column where the row last resolved had its fault.</summary>
    public UserIdRules IdRules { get; private set; }

    /// <summary>Resolves one row.</summary>
    /// <param name="row">The row without its ending.</param>
    /// <param name="identities">Emptied, then filled in the order of the row. Empty if there is a
    /// fault.</param>
    /// <param name="emailsDropped">Hashes left out because the row has too many; more than 0 is
    /// worth a warning.</param>
#pragma warning disable MA0016 // A buffer of the caller: no interface call for each id.
    public LineFault Resolve(
        ReadOnlySpan<byte> row, List<IdentityKey> identities, out int emailsDropped)
#pragma warning restore MA0016
    {
        ArgumentNullException.ThrowIfNull(identities);
        identities.Clear();
        emailsDropped = 0;
        IdRules = _rules[0];
        var fault = IdSyncLine.Parse(row, _file.Kind, _rules.Length, _ids, out var line);
        for (var column = 0; fault == LineFault.None && column < line.Count; column++)
        {
            IdRules = _rules[Math.Min(column, _rules.Length - 1)];
            fault = IdRules.Check(line[column], out var value);
            identities.Add(new IdentityKey(IdRules.Source, value));
        }

        if (fault != LineFault.None)
        {
            identities.Clear();
            return fault;
        }

        emailsDropped = line.EmailsDropped;
        return LineFault.None;
    }
}
