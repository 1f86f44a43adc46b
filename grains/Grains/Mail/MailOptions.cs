using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Mail;

/// <summary>The server that mail is handed to. Section: <c>Mail</c>. Without a host there is no
/// mail.</summary>
public sealed record MailOptions : IValidatableObject
{
    /// <summary>The server. Default none: nothing is mailed.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is kept from others. Default StartTls.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The address that mail comes from; needed with a host.</summary>
    public string? From { get; set; }

    /// <summary>Who signs in. Default nobody.</summary>
    public string? UserName { get; set; }

    /// <summary>Where the password is read, <c>env:NAME</c> or <c>file:PATH</c>; never the
    /// password.</summary>
    public string? Password { get; set; }

    /// <summary>How long handing over one mail may take. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>True if there is a server.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Host);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && !System.Net.Mail.MailAddress.TryCreate(From, out _))
        {
            yield return new ValidationResult(
                "Mail:From is not an e-mail address; write the one that mail comes from.",
                [nameof(From)]);
        }

        if (UserName is null != Password is null)
        {
            yield return new ValidationResult(
                "Mail:UserName and Mail:Password go together; write both or none.",
                [nameof(Password)]);
        }

        if (Password is not null && Security is MailSecurity.None)
        {
            yield return new ValidationResult(
                "Mail:Security is None, so the password would be sent for all to read; write "
                + "StartTls.",
                [nameof(Security)]);
        }
    }
}

/// <summary>How the connection to a mail server is kept from others.</summary>
public enum MailSecurity
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The connection is encrypted once the server has answered, or no mail is
    /// sent.</summary>
    StartTls = 1,
}

/// <summary>Checked when the silo starts.</summary>
[OptionsValidator]
internal sealed partial class MailOptionsValidator : IValidateOptions<MailOptions>;
