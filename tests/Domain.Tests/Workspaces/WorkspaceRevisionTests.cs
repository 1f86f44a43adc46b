using Krewe.Domain.Identity;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

public sealed class WorkspaceRevisionTests
{
    private const string Crm = "\"id\": 999999, \"name\": \"CRM\"";

    private static readonly DateOnly Today = new(2026, 11, 22);

    [Fact]
    public void Namespace_never_changes()
    {
        var known = Revise(WorkspaceDefinition.Empty).Definition;

        var fault = Assert.Single(Revise(known, (Crm, $"{Crm}, \"namespace\": \"mine\"")).Faults);

        Assert.Equal(
            "$.dataSources[0].namespace (line 5, column 49): error: The namespace of data source "
                + "999999 \"CRM\" is \"crm_999999\" and never changes; take this one out.",
            fault.ToString());
    }

    [Fact]
    public void Namespace_of_another_cannot_be_taken()
    {
        var known = Revise(WorkspaceDefinition.Empty).Definition;
        var other = "{ \"id\": 5, \"name\": \"Web\", \"idType\": \"cookie\", "
            + "\"namespace\": \"CRM_999999\" }, { " + Crm;

        var fault = Assert.Single(Revise(known, ("{ " + Crm, other)).Faults);

        Assert.Equal("$.dataSources[0].namespace", fault.Path);
        Assert.Contains(
            "is that of data source 999999 \"CRM\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Namespace_is_made_once_of_name_and_number()
    {
        var first = Revise(WorkspaceDefinition.Empty);
        var renamed = Revise(first.Definition, ("\"CRM\"", "\"Customers\""));

        Assert.Equal("hashed_e_mails_987654 crm_999999", Namespaces(first));
        Assert.Equal("hashed_e_mails_987654 crm_999999", Namespaces(renamed));
        Assert.Empty(renamed.Faults);
    }

    [Fact]
    public void Namespace_that_is_given_first_is_kept_and_others_keep_clear_of_it()
    {
        var revision = Revise(
            WorkspaceDefinition.Empty,
            ("{ " + Crm, "{ \"id\": 5, \"name\": \"Web\", \"idType\": \"cookie\", "
                + "\"namespace\": \"Crm_999999\" }, { " + Crm));

        Assert.Equal("Crm_999999 hashed_e_mails_987654 ds_999999_2", Namespaces(revision));
        Assert.Empty(revision.Faults);
    }

    [Theory]
    [InlineData("日本")]
    [InlineData("--- ---")]
    public void Name_without_letters_makes_a_namespace_of_its_number(string name)
    {
        var revision = Revise(WorkspaceDefinition.Empty, ("\"CRM\"", $"\"{name}\""));

        Assert.EndsWith(" ds_999999", Namespaces(revision), StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_was_read_back_changes_nothing()
    {
        var known = Revise(
            WorkspaceDefinition.Empty, (Crm, $"{Crm}, \"errorSampling\": true")).Definition;

        var parse = WorkspaceFile.Load(WorkspaceFile.Write(known), WorkspaceRules.Default);
        var again = WorkspaceRevision.Of(known, parse.Definition!, parse.Paths, Today.AddDays(9));

        Assert.Empty(again.Faults);
        Assert.Empty(WorkspacePlan.Between(known, again.Definition));
    }

    [Fact]
    public void Error_sampling_runs_fourteen_days_from_when_it_is_turned_on()
    {
        var on = (Crm, $"{Crm}, \"errorSampling\": true");
        var first = Revise(WorkspaceDefinition.Empty, on).Definition;
        var later = Revise(first, Today.AddDays(20), on).Definition;
        var off = Revise(later, Today.AddDays(20)).Definition;
        var anew = Revise(off, Today.AddDays(21), on).Definition;

        Assert.Equal(new DateOnly(2026, 12, 5), CrmOf(first).ErrorSamplingUntil);
        Assert.Equal(new DateOnly(2026, 12, 5), CrmOf(later).ErrorSamplingUntil);
        Assert.Null(CrmOf(off).ErrorSamplingUntil);
        Assert.Equal(Today.AddDays(34), CrmOf(anew).ErrorSamplingUntil);
        Assert.True(CrmOf(first).SamplesErrorsOn(new DateOnly(2026, 12, 5)));
        Assert.False(CrmOf(first).SamplesErrorsOn(new DateOnly(2026, 12, 6)));
        Assert.False(CrmOf(off).SamplesErrorsOn(Today));
    }

    [Theory]
    [InlineData("\"errorSampling\": true, \"errorSamplingUntil\": \"2026-12-06\"")]
    [InlineData("\"errorSamplingUntil\": \"2026-11-30\"")]
    public void End_of_error_sampling_cannot_be_put_off(string members)
    {
        var revision = Revise(WorkspaceDefinition.Empty, (Crm, $"{Crm}, {members}"));

        Assert.Equal(
            "$.dataSources[0].errorSamplingUntil", Assert.Single(revision.Faults).Path);
    }

    [Fact]
    public void Plan_shows_the_namespace_of_a_new_data_source()
    {
        var revision = Revise(WorkspaceDefinition.Empty);

        Assert.Contains(
            WorkspacePlan.Between(WorkspaceDefinition.Empty, revision.Definition),
            change => change.Text == "data source 999999 \"CRM\": added, namespace crm_999999");
    }

    private static DataSource CrmOf(WorkspaceDefinition definition) =>
        definition.DataSources.Single(source => source.Id.Value == 999_999);

    private static string Namespaces(WorkspaceRevision revision) =>
        string.Join(' ', revision.Definition.DataSources.Select(source => source.Namespace));

    private static WorkspaceRevision Revise(
        WorkspaceDefinition known, params (string From, string To)[] changes) =>
        Revise(known, Today, changes);

    private static WorkspaceRevision Revise(
        WorkspaceDefinition known, DateOnly today, params (string From, string To)[] changes)
    {
        var parse = OfflineWorkspace.Load(changes);
        Assert.True(parse.Definition is not null, string.Join('\n', parse.Faults));
        return WorkspaceRevision.Of(known, parse.Definition, parse.Paths, today);
    }
}
