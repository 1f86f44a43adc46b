using System.Diagnostics;
using System.Globalization;
using Krewe.Silo.Commands;

namespace Krewe.Silo.Tests.Support;

/// <summary>The silo in a process of its own, which can be killed.</summary>
internal sealed class ChildSilo : IAsyncDisposable
{
    private const string Hello = "Krewe answers at ";
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _dataDirectory;
    private readonly TaskCompletionSource<Uri> _address =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SiloClient? _silo;

    private ChildSilo(Process process, string dataDirectory)
    {
        _process = process;
        _dataDirectory = dataDirectory;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the process wrote to its log.</summary>
    public List<string> Complaints { get; } = [];

    public static ChildSilo Start(
        string dataDirectory, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = AppContext.BaseDirectory,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Krewe.Silo.dll"),
                "--data",
                dataDirectory,
                "--urls",
                SiloSettings.AnyFreeUrl,
            },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildSilo(new Process { StartInfo = start }, dataDirectory);
    }

    /// <summary>Waits until it answers. It is called as the owner of its data.</summary>
    public async Task<SiloClient> ReadyAsync()
    {
        if (_silo is null)
        {
            _silo = new SiloClient(
                await _address.Task.WaitAsync(StartTimeMax, TimeProvider.System));
            _silo.Use(SiloFile.Read(_dataDirectory)?.Key);
        }

        return _silo;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>The most memory that it ever had, in bytes; 0 where the system does not
    /// say.</summary>
    public long PeakMemoryBytes()
    {
        var status = string.Create(
            CultureInfo.InvariantCulture, $"/proc/{_process.Id}/status");
        return File.Exists(status)
            ? File.ReadLines(status)
                .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Select(line => long.Parse(
                    line[6..^3].Trim(), CultureInfo.InvariantCulture) * 1024)
                .FirstOrDefault()
            : 0;
    }

    public async ValueTask DisposeAsync()
    {
        _silo?.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith(Hello, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri(line[Hello.Length..].Split(' ')[0]));
        }
        else if (line is null)
        {
            _address.TrySetException(new IOException(
                $"The silo ended before it answered:\n{string.Join('\n', Complaints)}"));
        }
    }

    private void Complain(string? line)
    {
        if (line is not null)
        {
            lock (Complaints)
            {
                Complaints.Add(line);
            }
        }
    }
}
