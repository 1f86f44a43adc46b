using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Krewe.Grains.Tests.Mail;

/// <summary>A mail server on a port of this machine, which keeps what it is given.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private SmtpServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The addresses and the text of each mail.</summary>
    public ConcurrentQueue<(string[] To, string Text)> Mails { get; } = [];

    /// <summary>What is answered to a recipient; by default that he is known.</summary>
    public Func<string, string> AnswerTo { get; init; } = _ => "250 OK";

    /// <summary>What is answered to the start of a mail.</summary>
    public string AnswerToMail { get; set; } = "250 OK";

    /// <summary>Never answers.</summary>
    public bool IsSilent { get; init; }

    public static SmtpServer Start() => new();

    public static SmtpServer StartSilent() => new() { IsSilent = true };

    public static SmtpServer Start(Func<string, string> answerTo) =>
        new() { AnswerTo = answerTo };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
#pragma warning disable VSTHRD003 // It is this server's own, and waits for nobody.
        await Task.WhenAny(_serving);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            await TalkAsync(client);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false))
        {
            AutoFlush = true,
            NewLine = "\r\n",
        };
        if (IsSilent)
        {
            await reader.ReadToEndAsync(_stop.Token);
            return;
        }

        var to = new List<string>();
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                Mails.Enqueue(([.. to], await ReadMailAsync(reader)));
                to.Clear();
            }

            await writer.WriteLineAsync(Answer(line, to));
        }
    }

    private string Answer(string line, List<string> to)
    {
        if (line.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase))
        {
            return AnswerToMail;
        }

        if (!line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
        {
            return "250 OK";
        }

        var address = line[8..].Trim('<', '>');
        var answer = AnswerTo(address);
        if (answer.StartsWith('2'))
        {
            to.Add(address);
        }

        return answer;
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line and not ".")
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
