using System.Text;
using Krewe.Domain.Events;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Workspaces;

/// <summary>Event sources in the workspace file, and which one a caller's events are of.</summary>
public sealed class EventSourceTests
{
    private const string Shop = "{\"name\": \"Shop\", \"users\": 1, \"anonymous\": 3}";

    private const string Text = """
        {
          "dataSources": [
            {"id": 1, "name": "CRM", "integrationCode": "crm", "idType": "crossDevice"},
            {"id": 2, "name": "Mail", "integrationCode": "mail", "idType": "crossDevice",
             "shareInPeopleBasedDestinations": "Emails(SHA256, lowercased)"},
            {"id": 3, "name": "Web", "idType": "cookie"}
          ],
          "eventSources": [
            {"name": "Website", "users": 1, "anonymous": 3, "emails": 2, "keys": ["web"]}
          ]
        }
        """;

    [Theory]
    [InlineData(
        "\"users\": 1",
        "\"users\": 9",
        "$.eventSources[0].users (line 9, column 34): error: Event source \"Website\" takes users "
            + "from data source 9, which is not defined; add it to dataSources or correct the "
            + "number.")]
    [InlineData(
        "\"users\": 1",
        "\"users\": 3",
        "$.eventSources[0].users (line 9, column 34): error: Event source \"Website\" takes users "
            + "from data source 3 \"Web\", which holds \"cookie\"; name one that holds "
            + "\"crossDevice\".")]
    [InlineData(
        "\"anonymous\": 3",
        "\"anonymous\": 20914",
        "$.eventSources[0].anonymous (line 9, column 50): error: Event source \"Website\" takes "
            + "anonymous from data source 20914 \"Google advertising ID (GAID)\", which holds "
            + "\"deviceAdvertisingId\"; name one that holds \"cookie\".")]
    [InlineData(
        "\"emails\": 2",
        "\"emails\": 1",
        "$.eventSources[0].emails (line 9, column 63): error: Event source \"Website\" takes "
            + "emails from data source 1 \"CRM\", which is not said to hold hashes; name one with "
            + "\"shareInPeopleBasedDestinations\": \"Emails(SHA256, lowercased)\".")]
    [InlineData(
        "\"users\": 1, ",
        "",
        "$.eventSources[0].users (line 9, column 5): error: \"users\" is missing; add it.")]
    [InlineData(
        "\"emails\": 2",
        "\"email\": 2",
        "$.eventSources[0].email (line 9, column 53): error: \"email\" is not known here; did you "
            + "mean \"emails\"?")]
    [InlineData(
        "[\"web\"]",
        "[\"web\", \"web\"]",
        "$.eventSources[0].keys[1] (line 9, column 82): error: Event source \"Website\" names the "
            + "API key \"web\" twice; a key belongs to one source.")]
    [InlineData(
        "[\"web\"]",
        "[\"\"]",
        "$.eventSources[0].keys[0] (line 9, column 75): error: Event source \"Website\" names a "
            + "key by nothing; write the name that the key was made with.")]
    [InlineData(
        "[\"web\"]}",
        "[\"web\"]}, {\"name\": \"App\", \"users\": 1, \"anonymous\": 3, \"keys\": [\"web\"]}",
        "$.eventSources[0].keys[0] (line 9, column 75): error: Event source \"Website\" names the "
            + "API key \"web\" as event source \"App\" does; a key belongs to one source.")]
    [InlineData(
        "[\"web\"]}",
        "[]}, " + Shop,
        "$.eventSources[0].keys (line 9, column 74): error: Event source \"Website\" and event "
            + "source \"Shop\" both name no API key, so both would be for every other key; name "
            + "the keys of one.")]
    [InlineData(
        "\"name\": \"Website\"",
        "\"name\": \" \"",
        "$.eventSources[0].name (line 9, column 14): error: The name is blank; write one.")]
    public void Mistake_is_told_with_its_place_and_its_cure(string from, string to, string fault) =>
        Assert.Equal([fault], Load(from, to).Faults.Select(one => one.ToString()).ToArray());

    [Fact]
    public void Two_of_one_name_are_refused() => Assert.Contains(
        "has the same name as event source \"Website\"",
        Assert.Single(Load("[\"web\"]}", "[\"web\"]}, " + Shop.Replace(
            "Shop", "Website", StringComparison.Ordinal)).Faults).Message);

    [Theory]
    [InlineData(
        "\"emails\": 2, \"keys\": [\"web\"]",
        "\"keys\": [\"web\", \"app\"]",
        "event source \"Website\": emails 2 -> (none); keys web -> web, app")]
    [InlineData("[\"web\"]}", "[\"web\"]}, " + Shop, "event source \"Shop\": added")]
    [InlineData("\"Website\"", "\"Site\"", "event source \"Site\": added")]
    public void Plan_says_what_changes(string from, string to, string text) => Assert.Equal(
        text,
        WorkspacePlan.Between(Load("", "").Definition!, Load(from, to).Definition!)[0].Text);

    [Theory]
    [InlineData("web", "Website")]
    [InlineData("app", "Shop")]
    [InlineData("WEB", "Shop")]
    public void Events_are_of_the_source_that_names_the_key_or_of_the_one_that_names_none(
        string key, string name)
    {
        var sources = Load("[\"web\"]}", "[\"web\"]}, " + Shop).Definition!.EventSources;
        Assert.Equal(name, EventSource.For(sources, key)?.Name);
        Assert.Null(EventSource.For([.. sources.Where(one => one.Keys.Length > 0)], "app"));
    }

    private static WorkspaceParse Load(string from, string to) => WorkspaceFile.Load(
        Encoding.UTF8.GetBytes(
            from.Length == 0 ? Text : Text.Replace(from, to, StringComparison.Ordinal)),
        WorkspaceRules.Default);
}
