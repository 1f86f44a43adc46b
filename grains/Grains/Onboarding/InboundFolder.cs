using System.Text.Json;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Onboarding;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Onboarding;

/// <summary>The folders where files come in and where they go when they are done.</summary>
/// <remarks>
/// A file that is sent through the API is written beside, made durable and renamed, so it is there
/// whole or not at all. A file that is dropped is taken up once it has stopped growing.
/// </remarks>
internal sealed class InboundFolder : IInboundFiles, IDisposable
{
    private const string PartialSuffix = ".partial";
    private const string ReceiptSuffix = ".receipt.json";
    private const int NameLengthMax = 200;

    private readonly InboundOptions _options;
    private readonly IClusterClient _client;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _arrived = new(0, 1);

    public InboundFolder(
        IOptions<InboundOptions> options, IClusterClient client, TimeProvider time)
    {
        _options = options.Value;
        _client = client;
        _time = time;
        Directory.CreateDirectory(Inbound);
        Directory.CreateDirectory(Archive);
    }

    private string Inbound => Path.Combine(_options.Directory, "inbound");

    private string Archive => Path.Combine(_options.Directory, "archive");

    /// <summary>The files to take up now, in the order of their names.</summary>
    public IEnumerable<string> Ready()
    {
        var quietSince = _time.GetUtcNow().UtcDateTime - _options.QuietTime;
        return new DirectoryInfo(Inbound).EnumerateFiles()
            .Where(file => !file.Name.EndsWith(PartialSuffix, StringComparison.Ordinal))
            .Where(file => !file.Name.StartsWith('.'))
            .Where(file => file.LastWriteTimeUtc <= quietSince)
            .Select(file => file.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>Waits until it is worth looking again.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(
            _arrived.WaitAsync(waiting.Token),
            Task.Delay(_options.PollInterval, _time, waiting.Token));
        await waiting.CancelAsync();
    }

    public long LengthOf(string file) => new FileInfo(Path.Combine(Inbound, file)).Length;

    public FileStream Open(string file) => new(
        Path.Combine(Inbound, file),
        new FileStreamOptions { Options = FileOptions.SequentialScan });

    /// <summary>Puts a finished file into the archive, its receipt beside it.</summary>
    /// <returns>Its name there.</returns>
    public async Task<string> ArchiveAsync(ImportJob job, CancellationToken cancellationToken)
    {
        var source = Path.Combine(Inbound, job.File);
        var name = NameInArchive(job);
        await File.WriteAllBytesAsync(
            Path.Combine(Archive, name + ReceiptSuffix), ReceiptOf(job), cancellationToken);
        if (File.Exists(source))
        {
            File.Move(source, Path.Combine(Archive, name), overwrite: true);
        }

        return name;
    }

    /// <summary>Looks for the file of a job that was read.</summary>
    /// <returns>Its name in the archive, or null if it is not there.</returns>
    /// <remarks>The receipt is written before the file is moved beside it, under a name that no
    /// other file has, so a file beside the receipt of a job is that job's.</remarks>
    public string? FindArchived(ImportJob job)
    {
        if (job.Receipt is null)
        {
            return null;
        }

        var known = new[] { NumberedName(job), job.File }.FirstOrDefault(name => IsOf(job, name));
        return known is null && !Holds(job.File) ? NameInArchive(job) : known;
    }

    public async Task<InboundReceived> ReceiveAsync(
        string file, Stream content, CancellationToken cancellationToken)
    {
        if (Refusal(file) is { } refusal)
        {
            return new InboundReceived(null, refusal);
        }

        var partial = Path.Combine(Inbound, $".{file}.{_time.GetTimestamp():x}{PartialSuffix}");
        try
        {
            await WriteAsync(partial, content, cancellationToken);
            File.SetLastWriteTimeUtc(
                partial, _time.GetUtcNow().UtcDateTime - _options.QuietTime);
            File.Move(partial, Path.Combine(Inbound, file), overwrite: false);
        }
        catch (IOException) when (File.Exists(Path.Combine(Inbound, file)))
        {
            return new InboundReceived(
                null, $"File '{file}' is there already and not done yet. Send it again later.");
        }
        finally
        {
            File.Delete(partial);
        }

        var job = await _client.GetGrain<IInboundGrain>(WorkspaceId.Main.Name)
            .EnqueueAsync(file, LengthOf(file), cancellationToken);
        Wake();
        return new InboundReceived(job, null);
    }

    public void Dispose() => _arrived.Dispose();

    private void Wake()
    {
        if (_arrived.CurrentCount == 0)
        {
            _arrived.Release();
        }
    }

    private static async Task WriteAsync(
        string path, Stream content, CancellationToken cancellationToken)
    {
        await using var target = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await content.CopyToAsync(target, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    private static string? Refusal(string file)
    {
        if (file.Length is 0 or > NameLengthMax
            || file.StartsWith('.')
            || file.AsSpan().IndexOfAny("/\\\0") >= 0)
        {
            return $"A file name has 1 to {NameLengthMax} characters, no slash, and does not begin "
                + "with a dot.";
        }

        return InboundFileName.Parse(file).Error;
    }

    // A later file of the same name gets its number.
    private string NameInArchive(ImportJob job)
    {
        var numbered = NumberedName(job);
        return File.Exists(Path.Combine(Archive, numbered))
            || (File.Exists(Path.Combine(Archive, job.File)) && Holds(job.File))
                ? numbered
                : job.File;
    }

    private static string NumberedName(ImportJob job) => $"{job.File}.{job.Id}";

    private bool Holds(string file) => File.Exists(Path.Combine(Inbound, file));

    private bool IsOf(ImportJob job, string name)
    {
        var receipt = Path.Combine(Archive, name + ReceiptSuffix);
        return File.Exists(Path.Combine(Archive, name))
            && File.Exists(receipt)
            && File.ReadAllBytes(receipt).AsSpan().SequenceEqual(ReceiptOf(job));
    }

    private static byte[] ReceiptOf(ImportJob job) => JsonSerializer.SerializeToUtf8Bytes(
        job.Receipt, OnboardingJson.Readable.ImportReceipt);
}
