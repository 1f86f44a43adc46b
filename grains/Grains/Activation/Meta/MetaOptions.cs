using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Activation.Meta;

/// <summary>How Meta is reached. Section: <c>Platforms:Meta</c>.</summary>
internal sealed record MetaOptions : IValidatableObject
{
    public const string Section = "Platforms:Meta";

    /// <summary>Where the Graph API answers. Default Meta's own address.</summary>
    [Required]
    public Uri BaseAddress { get; init; } = new("https://graph.facebook.com");

    /// <summary>The version in every path. Default v24.0.</summary>
    [Required]
    [RegularExpression(
        @"^v[0-9]{1,3}\.[0-9]{1,2}$",
        MatchTimeoutInMilliseconds = 1000,
        ErrorMessage = "{0} must look like v24.0.")]
    public string ApiVersion { get; init; } = "v24.0";

    /// <summary>How long one call may take. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Accounts or audiences in one page. Default 100.</summary>
    [Range(1, 500)]
    public int PageSize { get; init; } = 100;

    /// <summary>
    /// How long to wait after a failure that may pass by itself. Default 5 s; the caller
    /// lengthens it as failures go on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan TransientWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long to wait when a limit is reached and Meta does not say for how long. Default
    /// 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ThrottledWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether a base address without TLS is taken for a machine other than this one. Default
    /// no: the token would cross the network in clear.
    /// </summary>
    public bool AllowPlainHttp { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isHttp = BaseAddress is { IsAbsoluteUri: true, Scheme: "http" or "https" };
        if (!isHttp)
        {
            yield return new(
                "BaseAddress must be an absolute http or https address.", [nameof(BaseAddress)]);
        }
        else if (BaseAddress is { Scheme: "http", IsLoopback: false } && !AllowPlainHttp)
        {
            yield return new(
                "BaseAddress must be https, or AllowPlainHttp true.", [nameof(BaseAddress)]);
        }
    }
}

/// <summary>Checked when the silo starts: a silo with bad options does not join.</summary>
[OptionsValidator]
internal sealed partial class MetaOptionsValidator : IValidateOptions<MetaOptions>;
