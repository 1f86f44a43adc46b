using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Onboarding;

/// <summary>Files to learn from: they are taken in as they are by the workspace that they were made
/// for.</summary>
/// <remarks>
/// <para>Shape: lines end with CR LF and the last one with nothing, as those of spreadsheets do;
/// ids are written as the data source wants them.</para>
/// <para>Source: Audience Manager, "People-Based Destinations" workflows (the sample of an ID
/// synchronisation file) and "Inbound data file contents", read 2026-11.</para>
/// </remarks>
public static class SampleFiles
{
    private const int Rows = 3;
    private const int TraitsMax = 3;

    /// <summary>A file that links ids of one data source to those of another.</summary>
    /// <param name="workspace">The definitions.</param>
    /// <param name="source">Whose ids are linked.</param>
    /// <param name="other">To whose; null: to hashed e-mails if there are any, else to
    /// devices.</param>
    /// <param name="now">For the name.</param>
    public static SampleFile IdSync(
        WorkspaceDefinition workspace,
        DataSourceId source,
        DataSourceId? other,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var first = Column(workspace, source);
        var second = Column(workspace, other ?? Other(workspace, source));
        return (first, second) switch
        {
            (null, _) => SampleFile.Unknown(source),
            (_, null) => SampleFile.Unknown(other ?? source),
            ({ HoldsHashes: true }, _) => SampleFile.Refused(
                $"Data source {source} holds hashed e-mails itself, so its ids need no file that "
                + "links them: send trait files for it."),
            _ when first.Source == second.Source => SampleFile.Refused(
                "A file links the ids of two data sources; name two."),
            ({ IsCustomers: true }, { HoldsHashes: true }) => Emails(first, second, now),
            ({ IsCustomers: true }, { IsCustomers: true }) => SampleFile.Refused(
                $"Data sources {source} and {second.Source} both hold customers' ids, and neither "
                + "of devices or hashed e-mails; set shareInPeopleBasedDestinations of the one "
                + "that holds hashes, or name another."),
            ({ IsCustomers: true }, _) => Devices(second, first, now),
            _ => Devices(first, second, now),
        };
    }

    /// <summary>A file that grants traits to ids of a data source.</summary>
    public static SampleFile Traits(
        WorkspaceDefinition workspace, DataSourceId source, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (Column(workspace, source) is not { } ids)
        {
            return SampleFile.Unknown(source);
        }

        var onboarded = workspace.Traits
            .Where(trait => trait.Type is TraitType.Onboarded)
            .ToArray();
        var target = onboarded.FirstOrDefault(trait => trait.DataSource == source)?.DataSource
            ?? onboarded.FirstOrDefault()?.DataSource;
        if (target is not { } owner)
        {
            return SampleFile.Refused(
                "Files grant onboarded traits only, and none is defined; define one first.");
        }

        var traits = onboarded
            .Where(trait => trait.DataSource == owner)
            .Take(TraitsMax)
            .Select(trait => string.Create(CultureInfo.InvariantCulture, $"d_sid={trait.Id}"))
            .ToArray();
        var names = owner == source ? $"{source}" : $"{source}_{owner}";
        return SampleFile.Of(
            $"ftp_dpm_{names}_{now.ToUnixTimeSeconds()}.sync",
            Enumerable.Range(0, Rows).Select(row =>
                $"{ids.Id(row)}\t{string.Join(',', traits.Take(1 + (row % traits.Length)))}"));
    }

    private static DataSourceId Other(WorkspaceDefinition workspace, DataSourceId source) =>
        workspace.DataSources
            .FirstOrDefault(one => one.Id != source && one.ShareAs is not HashLabel.None)?.Id
        ?? DataSourceId.Uuid;

    private static SampleFile Emails(SampleColumn ids, SampleColumn emails, DateTimeOffset now) =>
        SampleFile.Of(
            $"c2c_id_{ids.Source}_{emails.Source}_{now.ToUnixTimeSeconds()}.sync",
            [
                $"{ids.Id(0)}\t{emails.Id(0)}",
                $"{ids.Id(1)}\t{emails.Id(1)},{emails.Id(2)}",
            ]);

    private static SampleFile Devices(
        SampleColumn first, SampleColumn second, DateTimeOffset now) =>
        SampleFile.Of(
            $"adobe_id_{first.Source}_{second.Source}_{now.ToUnixTimeSeconds()}.sync",
            Enumerable.Range(0, Rows).Select(row => $"{first.Id(row)}\t{second.Id(row)}"));

    private static SampleColumn? Column(WorkspaceDefinition workspace, DataSourceId source)
    {
        if (source == DataSourceId.Uuid)
        {
            return new SampleColumn(source, null, null);
        }

        var own = workspace.DataSources.FirstOrDefault(one => one.Id == source);
        var global = GlobalDataSources.Find(source);
        return own is null && global is null ? null : new SampleColumn(source, own, global);
    }
}

/// <summary>A sample file, or why there is none.</summary>
/// <param name="Name">The name under which the file can be sent in; null if there is none.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Refusal">A sentence that says why there is none, and the cure.</param>
/// <param name="IsUnknown">Because nobody defines the data source.</param>
public sealed record SampleFile(
    string? Name, ImmutableArray<byte> Content, string? Refusal, bool IsUnknown)
{
    private const string LineEnd = "\r\n";

    internal static SampleFile Of(string name, IEnumerable<string> lines) =>
        new(name, [.. Encoding.UTF8.GetBytes(string.Join(LineEnd, lines))], null, false);

    internal static SampleFile Refused(string why) => new(null, [], why, false);

    internal static SampleFile Unknown(DataSourceId source) => new(
        null,
        [],
        $"Data source {source} is not defined. Define it in the workspace first.",
        IsUnknown: true);
}
