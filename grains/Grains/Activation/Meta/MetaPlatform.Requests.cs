using System.Text.RegularExpressions;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation.Meta;

/// <summary>What goes into a request, checked: a bad part is the caller's bug.</summary>
internal sealed partial class MetaPlatform
{
    private const string AccountPrefix = "act_";

    private static string TokenOf(PlatformConnection connection) => connection.Token.Reveal();

    private static string AccountOf(PlatformConnection connection)
    {
        var id = connection.AdAccountId;
        var digits = id.StartsWith(AccountPrefix, StringComparison.Ordinal)
            ? id[AccountPrefix.Length..]
            : id;
        return IsNumber(digits)
            ? AccountPrefix + digits
            : throw new ArgumentException(
                "An ad account of Meta is a number, with or without act_.", nameof(connection));
    }

    private static string IdOf(RemoteAudience audience) => IsNumber(audience.Id)
        ? audience.Id
        : throw new ArgumentException("An audience of Meta is a number.", nameof(audience));

    private static bool IsNumber(string text) =>
        text.Length is > 0 and <= 20 && text.All(char.IsAsciiDigit);

    private static string MarkerOf(AudienceSpec spec) => KeyPattern().IsMatch(spec.ExternalKey)
        ? $"[krewe:{spec.ExternalKey}]"
        : throw new ArgumentException(
            "An external key is made of letters, digits and . _ : / -", nameof(spec));

    private static string SourceOf(AudienceSpec spec) => spec.Origin switch
    {
        AudienceOrigin.Partners => "PARTNER_PROVIDED_ONLY",
        AudienceOrigin.CustomersAndPartners => "BOTH_USER_AND_PARTNER_PROVIDED",
        _ => "USER_PROVIDED_ONLY",
    };

    private static void Check(MemberBatch batch)
    {
        if (batch.Emails.IsDefaultOrEmpty || batch.Emails.Length > RecordsPerCallMax)
        {
            throw new ArgumentException(
                $"A batch has 1 to {RecordsPerCallMax} members.", nameof(batch));
        }

        if (batch.SessionId < 1 || batch.Sequence < 1 || batch.EstimatedTotal < 0)
        {
            throw new ArgumentException(
                "Sessions and sequences count from 1, and no total is negative.", nameof(batch));
        }
    }

    private static MetaUsers UsersOf(MemberBatch batch) => new(
        new(
            batch.SessionId,
            batch.Sequence,
            batch.IsLast,
            batch.EstimatedTotal > 0 ? batch.EstimatedTotal : null),
        new(Schema, batch.Emails));

    [GeneratedRegex("^[A-Za-z0-9._:/-]{1,200}$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyPattern();
}
