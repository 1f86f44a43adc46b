using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Silo.Commands;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>
/// Goal: an acknowledged event survives, and counts once however often it is sent.
/// Method: batches of live events are sent to a silo in a process of its own that is killed while
/// it takes them in; what was not acknowledged is sent again to the next one. In the end everything
/// is sent once more, and what each person did is counted.
/// </summary>
public sealed class EventKillTests
{
    private const int Kills = 5;
    private const int People = 40;
    private const int BatchEvents = 20;
    private const int Batches = 150;
    private const int Seed = 20_261_122;

    private const string Workspace =
        """
        {
          "dataSources": [
            { "id": 999999, "name": "CRM", "integrationCode": "crm", "idType": "crossDevice" },
            { "id": 111, "name": "Browsers", "idType": "cookie" }
          ],
          "eventSources": [{ "name": "Shop", "users": 999999, "anonymous": 111 }],
          "traits": [
            { "id": 7, "name": "Bought", "dataSource": 999999, "type": "ruleBased",
              "rule": "event == \"Bought\"" }
          ]
        }
        """;

    [Fact]
    public async Task Acknowledged_events_survive_kills_and_count_once_however_often_they_are_sent()
    {
        var random = new Random(Seed);
        var folder = Directory.CreateTempSubdirectory("krewe-events-");
        try
        {
            var open = new Queue<int>(Enumerable.Range(0, Batches));
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var silo = await StartAsync(folder.FullName);
                var ready = await silo.ReadyAsync();
                var sending = SendAsync(ready, open, Batches * (Kills - kill - 1) / Kills);
                await Task.Delay(
                    TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System);
                await silo.KillAsync();
                await sending;
            }

            await CheckAsync(folder.FullName, open);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CheckAsync(string folder, Queue<int> open)
    {
        await using var silo = await StartAsync(folder);
        var ready = await silo.ReadyAsync();
        await SendAsync(ready, open, leave: 0);
        Assert.Empty(open);
        await SendAsync(ready, new Queue<int>(Enumerable.Range(0, Batches)), leave: 0);
        foreach (var person in Enumerable.Range(0, People))
        {
            // Answered when all events of the person before it have been applied.
            await ready.SendEventAsync(
                $"d_cid=999999%01{NameOf(person)}%011&d_rtbd=json", CancellationToken.None);
            var profile = await ready.GetProfileAsync(
                999_999, NameOf(person), CancellationToken.None);
            Assert.Equal(
                (person, BatchEvents * Batches / People),
                (person, Assert.Single(profile.Identities[0].Traits).Total));
        }
    }

    private static async Task<ChildSilo> StartAsync(string folder)
    {
        var silo = ChildSilo.Start(
            Path.Combine(folder, "data"),
            TestSettings.EnvironmentFor(new Uri("http://127.0.0.1:9")));
        var ready = await silo.ReadyAsync();
        var answer = await ready.SendWorkspaceAsync(
            Encoding.UTF8.GetBytes(Workspace), applies: true, CancellationToken.None);
        Assert.Equal("", string.Join('\n', answer.Faults.AsEnumerable()));
        return silo;
    }

    // A batch leaves the queue when it is acknowledged.
    private static async Task SendAsync(SiloClient silo, Queue<int> open, int leave)
    {
        while (open.Count > leave)
        {
            try
            {
                await silo.SendEventsAsync(Batch(open.Peek()), CancellationToken.None);
                open.Dequeue();
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private static byte[] Batch(int number) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        batch = Enumerable.Range(number * BatchEvents, BatchEvents).Select(one => new
        {
            type = "track",
            @event = "Bought",
            userId = NameOf(one % People),
            messageId = string.Create(CultureInfo.InvariantCulture, $"message-{one}"),
        }),
    });

    private static string NameOf(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"person-{person}");
}
