using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Tests.Workspaces;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Onboarding;

/// <summary>Every sample is read by the readers of real files without a fault.</summary>
public sealed class SampleFilesTests
{
    private static readonly DateTimeOffset Now =
        DateTimeOffset.UnixEpoch.AddSeconds(1_560_431_657);

    private static readonly WorkspaceDefinition Workspace = WithMore(OfflineWorkspace.Definition());

    [Theory]
    [InlineData(4_711, "Data source 4711 is not defined.")]
    [InlineData(987_654, "holds hashed e-mails itself")]
    public void There_is_no_id_sync_sample_of(int source, string why)
    {
        var sample = SampleFiles.IdSync(Workspace, new DataSourceId(source), null, Now);

        Assert.Null(sample.Name);
        Assert.Contains(why, sample.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999_999, "name two")]
    [InlineData(30, "both hold customers' ids")]
    [InlineData(5, "Data source 5 is not defined.")]
    public void There_is_no_id_sync_sample_of_customers_with(int other, string why)
    {
        var sample = SampleFiles.IdSync(
            Workspace, new DataSourceId(999_999), new DataSourceId(other), Now);

        Assert.Null(sample.Name);
        Assert.Contains(why, sample.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_trait_sample_while_no_trait_is_onboarded()
    {
        var sample = SampleFiles.Traits(
            Workspace with { Traits = [] }, new DataSourceId(999_999), Now);

        Assert.Contains("define one first", sample.Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(999_999, null, "c2c_id_999999_987654_1560431657.sync", 2)]
    [InlineData(30, 987_654, "c2c_id_30_987654_1560431657.sync", 2)]
    [InlineData(999_999, 0, "adobe_id_0_999999_1560431657.sync", 3)]
    [InlineData(999_999, 20_914, "adobe_id_20914_999999_1560431657.sync", 3)]
    [InlineData(20_915, 20, "adobe_id_20915_20_1560431657.sync", 3)]
    [InlineData(963_906, 999_999, "adobe_id_963906_999999_1560431657.sync", 3)]
    [InlineData(20, 0, "adobe_id_20_0_1560431657.sync", 3)]
    public void Id_sync_sample_is_taken_in(int source, int? other, string name, int rows)
    {
        var sample = SampleFiles.IdSync(
            Workspace,
            new DataSourceId(source),
            other is { } with ? new DataSourceId(with) : null,
            Now);

        Assert.Equal((name, null), (sample.Name, sample.Refusal));
        var resolver = new IdSyncLineResolver(
            InboundFiles.Name<IdSyncFileName>(name),
            id => Workspace.DataSources.FirstOrDefault(one => one.Id == id)?.ShareAs ?? default);
        var lines = InboundFiles.ReadLines([.. sample.Content]);
        Assert.Equal(rows, lines.Count);
        foreach (var (_, number, text) in lines)
        {
            List<IdentityKey> ids = [];
            var fault = resolver.Resolve(Encoding.UTF8.GetBytes(text), ids, out _);
            Assert.True(fault == LineFault.None, $"line {number}: {fault}: {text}");
            Assert.True(ids.Count >= 2, text);
        }
    }

    [Theory]
    [InlineData(999_999, "ftp_dpm_999999_1560431657.sync")]
    [InlineData(987_654, "ftp_dpm_987654_999999_1560431657.sync")]
    [InlineData(20, "ftp_dpm_20_999999_1560431657.sync")]
    [InlineData(20_914, "ftp_dpm_20914_999999_1560431657.sync")]
    [InlineData(0, "ftp_dpm_0_999999_1560431657.sync")]
    public void Trait_sample_is_taken_in(int source, string name)
    {
        var sample = SampleFiles.Traits(Workspace, new DataSourceId(source), Now);

        Assert.Equal((name, null), (sample.Name, sample.Refusal));
        var shareAs = Workspace.DataSources
            .FirstOrDefault(one => one.Id.Value == source)?.ShareAs ?? default;
        var resolver = new TraitLineResolver(
            InboundFiles.Name<TraitFileName>(name), shareAs, new OfflineTraits());
        var lines = InboundFiles.ReadLines([.. sample.Content]);
        Assert.Equal(3, lines.Count);
        foreach (var (_, number, text) in lines)
        {
            var fault = resolver.Resolve(Encoding.UTF8.GetBytes(text), [], out _, out _);
            Assert.True(fault == LineFault.None, $"line {number}: {fault}: {text}");
        }
    }

    private static WorkspaceDefinition WithMore(WorkspaceDefinition definition) => definition with
    {
        DataSources =
        [
            new DataSource { Id = new(20), Name = "Web", IdType = IdType.Cookie },
            new DataSource { Id = new(30), Name = "Club", IdType = IdType.CrossDevice },
            .. definition.DataSources,
        ],
    };

    /// <summary>The traits of the workspace, by number.</summary>
    private sealed class OfflineTraits : IOnboardingTraits
    {
        public TraitMatch Find(TraitId id) =>
            Workspace.Traits.Any(trait => trait.Id == id)
                ? TraitMatch.Onboarded
                : TraitMatch.Unknown;

        public int MatchSignals(SignalBuffer signals, Span<TraitId> matches, out int unused) =>
            throw new NotSupportedException("Samples hold no signals.");
    }
}
