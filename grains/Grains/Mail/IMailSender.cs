using System.Collections.Immutable;

namespace Krewe.Grains.Mail;

/// <summary>Hands mail to a server.</summary>
internal interface IMailSender
{
    /// <summary>False where no server is set.</summary>
    bool IsOn { get; }

    /// <summary>Hands one mail over.</summary>
    /// <returns>Null when the server took it, for all or for some of its recipients; else why not,
    /// without any address. Worth another try.</returns>
    Task<string?> SendAsync(PlainMail mail, CancellationToken cancellationToken);
}

/// <summary>A mail in plain text.</summary>
/// <param name="Id">The same for the same mail, so that one that is sent twice is seen to be
/// one.</param>
/// <param name="To">The addresses of its recipients.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">What it says.</param>
internal sealed record PlainMail(
    string Id, ImmutableArray<string> To, string Subject, string Text);
