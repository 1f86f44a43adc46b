using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>How messages name things: by kind, key and name.</summary>
internal static class Say
{
    private const int QuotedLengthMax = 80;

    public static string It(DataSource source) => $"data source {source.Id} {Quote(source.Name)}";

    public static string It(TraitDefinition trait) => $"trait {trait.Id} {Quote(trait.Name)}";

    public static string It(MergeRule rule) => $"merge rule {Quote(rule.Name)}";

    public static string It(SegmentDefinition segment) =>
        $"segment {segment.Id} {Quote(segment.Name)}";

    public static string It(AccountDefinition account) => $"account {Quote(account.Name)}";

    public static string It(DestinationDefinition destination) =>
        $"destination {destination.Id} {Quote(destination.Name)}";

    public static string It(EventSource source) => $"event source {Quote(source.Name)}";

    /// <summary>The text in quotes, short and on one line.</summary>
    public static string Quote(string text)
    {
        return $"\"{Short(text).ReplaceControls()}\"";
    }

    /// <summary>The text, cut if it is long.</summary>
    public static string Short(string text) =>
        text.Length <= QuotedLengthMax ? text : text[..QuotedLengthMax] + "…";

    /// <summary>The words in quotes with commas between.</summary>
    public static string List(IEnumerable<string> words) =>
        string.Join(", ", words.Select(Quote));

    /// <summary>The same text with a capital letter.</summary>
    public static string Start(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string ReplaceControls(this string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter))
            : text;
}
