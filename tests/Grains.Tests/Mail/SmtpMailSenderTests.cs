using Krewe.Grains.Accounts;
using Krewe.Grains.Mail;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Tests.Mail;

public sealed class SmtpMailSenderTests
{
    private static readonly PlainMail Report = new(
        "onboarding.main.10.2026-11-22",
        ["ops@shop.example", "it@shop.example"],
        "Krewe: CRM, 2026-11-22: 3 files, 1 failed",
        "Files received\n  3 é\n");

    [Fact]
    public async Task Mail_that_the_server_refuses_says_so_without_an_address()
    {
        await using var server = SmtpServer.Start();
        server.AnswerToMail = "451 ops@shop.example try later";

        var fault = await Sender(server).SendAsync(Report, CancellationToken.None);

        Assert.StartsWith("the mail server did not take it: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.example", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_never_answers_is_given_up()
    {
        await using var server = SmtpServer.StartSilent();

        var fault = await Sender(server, TimeSpan.FromMilliseconds(200))
            .SendAsync(Report, CancellationToken.None);

        Assert.StartsWith("the mail server did not answer", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_answers_where_there_is_no_server()
    {
        int port;
        await using (var gone = SmtpServer.Start())
        {
            port = gone.Port;
        }

        var fault = await Sender(port, TimeSpan.FromSeconds(20))
            .SendAsync(Report, CancellationToken.None);

        Assert.Equal("the mail server did not take it: GeneralFailure", fault);
    }

    [Fact]
    public async Task Recipient_who_is_refused_keeps_the_mail_from_nobody_else()
    {
        await using var server = SmtpServer.Start(address =>
            address.StartsWith("ops", StringComparison.Ordinal) ? "550 unknown" : "250 OK");

        var fault = await Sender(server).SendAsync(Report, CancellationToken.None);

        Assert.Null(fault);
        Assert.Equal("it@shop.example", Assert.Single(Assert.Single(server.Mails).To));
    }

    [Fact]
    public async Task Mail_arrives_with_its_id_for_all_recipients()
    {
        await using var server = SmtpServer.Start();

        var fault = await Sender(server).SendAsync(Report, CancellationToken.None);

        Assert.Null(fault);
        var (to, text) = Assert.Single(server.Mails);
        Assert.Equal("ops@shop.example it@shop.example", string.Join(' ', to));
        Assert.Contains(
            "Message-ID: <onboarding.main.10.2026-11-22@krewe.example>",
            text,
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "Subject: Krewe: CRM, 2026-11-22: 3 files, 1 failed", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ops", null, null, MailSecurity.StartTls, "Mail:From is not an e-mail address")]
    [InlineData("a@b.example", "me", null, MailSecurity.StartTls, "go together")]
    [InlineData("a@b.example", "me", "env:P", MailSecurity.None, "for all to read")]
    public void Options_that_are_wrong_are_named(
        string from, string? user, string? password, MailSecurity security, string why)
    {
        var result = new MailOptionsValidator().Validate(null, new MailOptions
        {
            Host = "mail.example",
            From = from,
            UserName = user,
            Password = password,
            Security = security,
        });

        Assert.Contains(why, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_mail_unless_a_host_is_set()
    {
        Assert.False(new MailOptions().IsOn);
        Assert.True(new MailOptionsValidator().Validate(null, new MailOptions()).Succeeded);
    }

    private static SmtpMailSender Sender(SmtpServer server, TimeSpan? timeout = null) =>
        Sender(server.Port, timeout ?? TimeSpan.FromSeconds(20));

    private static SmtpMailSender Sender(int port, TimeSpan timeout) => new(
        Options.Create(new MailOptions
        {
            Host = "127.0.0.1",
            Port = port,
            Security = MailSecurity.None,
            From = "krewe@krewe.example",
            Timeout = timeout,
        }),
        new Secrets(),
        TimeProvider.System,
        NullLogger<SmtpMailSender>.Instance);
}
