using System.Collections.Concurrent;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Mail;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Mail;

/// <summary>A silo that mails the reports on two data sources; each receives a file a
/// day.</summary>
internal sealed class ReportSilo : ICatalogs, IOnboardingReports, IMailSender, IAsyncDisposable
{
    private readonly IHost _host;

    private ReportSilo()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddFeeds(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<ICatalogs>(this);
        builder.Services.AddSingleton<IOnboardingReports>(this);
        builder.Services.AddSingleton<IMailSender>(this);
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", Storage);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddMemoryStreams(DestinationShards.Stream));
        _host = builder.Build();
    }

    /// <summary>Noon of 2028-02-29.</summary>
    public ManualTimeProvider Time { get; } = new();

    public FakeGrainStorage Storage { get; } = new(new StateSerializer(
        [StateForm.Json(OnboardingJson.Default.ReportMailState)]));

    public bool IsOn { get; set; } = true;

    /// <summary>How many mails are not taken from now on.</summary>
    public int Refusals { get; set; }

    public ConcurrentQueue<PlainMail> Mails { get; } = [];

    public string Ids => string.Join(' ', Mails.Select(mail => mail.Id));

    public static async Task<ReportSilo> StartAsync()
    {
        var silo = new ReportSilo();
        await silo._host.StartAsync();
        await silo.Grain.StartAsync(CancellationToken.None);
        return silo;
    }

    /// <summary>Lets time pass, and what it brings happen.</summary>
    /// <param name="time">How much.</param>
    /// <param name="asks">The workspace says that a day is over.</param>
    public async Task<ReportMailStatus> PassAsync(TimeSpan time, bool asks)
    {
        Time.Sleep(time);
        if (asks)
        {
            await Grain.StartAsync(CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Grain.GetAsync(CancellationToken.None);
        Time.Advance(TimeSpan.Zero);
        return await Grain.GetAsync(CancellationToken.None);
    }

    public Task<string?> SendAsync(PlainMail mail, CancellationToken cancellationToken)
    {
        if (Refusals > 0)
        {
            Refusals--;
            return Task.FromResult<string?>("the mail server is away");
        }

        Mails.Enqueue(mail);
        return Task.FromResult<string?>(null);
    }

    public Task<OnboardingReport> TakeAsync(
        WorkspaceId workspace,
        DateOnly first,
        DateOnly last,
        DataSourceId? source,
        CancellationToken cancellationToken) =>
        Task.FromResult(new OnboardingReport(
            first, last, [Day(first, 10), Day(first, 20), Day(first, 30), Day(first, null)]));

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        new(Catalog.Compile(
            new WorkspaceDefinition
            {
                DataSources = [Source(10, "ops@shop.example"), Source(20, "it@shop.example"),
                    Source(30)],
            },
            version: 1,
            new DateOnly(2028, 2, 29)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IReportMailGrain Grain => _host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IReportMailGrain>(WorkspaceId.Main.Name);

    private static DataSource Source(int id, params string[] recipients) => new()
    {
        Id = new DataSourceId(id),
        Name = $"Source {id}",
        IdType = IdType.CrossDevice,
        ReportRecipients = [.. recipients],
    };

    private static OnboardingDay Day(DateOnly day, int? source) => new()
    {
        Day = day,
        DataSource = source,
        FilesReceived = 1,
        FilesFailed = 1,
        Totals = new ImportCounters { Received = 4, FormatErrors = 1 },
        Files =
        [
            new OnboardingFile(
                1,
                "people.csv",
                ImportStatus.Failed,
                ErrorSampling: true,
                new ImportCounters { Received = 4, FormatErrors = 1 },
                "The name begins with no known prefix.",
                [new ImportSample(LineFault.NoTab, 3, "j***@…", "No TAB.")]),
        ],
    };
}
