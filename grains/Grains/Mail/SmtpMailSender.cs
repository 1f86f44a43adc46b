using System.Net;
using System.Net.Mail;
using System.Text;
using Krewe.Grains.Accounts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Mail;

/// <summary>Hands mail to an SMTP server.</summary>
/// <remarks>
/// By the client of .NET itself: one plain message at a time to the company's own server needs no
/// more, and it brings no package. It cannot open a connection that is encrypted from the first
/// byte (port 465), so a server has to offer STARTTLS.
/// </remarks>
internal sealed partial class SmtpMailSender(
    IOptions<MailOptions> options,
    ISecrets secrets,
    TimeProvider time,
    ILogger<SmtpMailSender> logger) : IMailSender
{
    private readonly MailOptions _options = options.Value;

    public bool IsOn => _options.IsOn;

    public async Task<string?> SendAsync(PlainMail mail, CancellationToken cancellationToken)
    {
        NetworkCredential? credential = null;
        if (_options is { UserName: { } user, Password: { } place })
        {
            var password = await secrets.ReadAsync(place, cancellationToken);
            if (!password.IsOk)
            {
                return $"Mail:Password: {password.Fault.Reason}";
            }

            credential = new NetworkCredential(user, password.Value.Reveal());
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, cancellationToken);
        try
        {
            await SendAsync(mail, credential, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the mail server did not answer within {_options.Timeout}";
        }
        catch (SmtpFailedRecipientException refused)
        {
            // Sending again would not cure it, and would reach the others twice.
            LogRefused(mail.Id, refused.StatusCode);
            return null;
        }
        catch (SmtpException fault)
        {
            return $"the mail server did not take it: {fault.StatusCode}";
        }
    }

    private async Task SendAsync(
        PlainMail mail, NetworkCredential? credential, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(_options.Host, _options.Port)
        {
            EnableSsl = _options.Security is MailSecurity.StartTls,
            Credentials = credential,
        };
        using var message = new MailMessage
        {
            From = new MailAddress(_options.From!),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = mail.Text,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{mail.Id}@{message.From.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var address in mail.To)
        {
            message.To.Add(new MailAddress(address));
        }

        await client.SendMailAsync(message, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning,
        "A recipient of mail {Id} was refused by the mail server: {Status}")]
    private partial void LogRefused(string id, SmtpStatusCode status);
}
