using System.Text.RegularExpressions;
using Orleans.BroadcastChannel;

namespace Orleans;

/// <summary>A grain of this class listens to every channel of a namespace that has its own key.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitChannelSubscriptionAttribute : Attribute
{
    public ImplicitChannelSubscriptionAttribute()
        : this(new Fitting("*", static _ => true))
    {
    }

    public ImplicitChannelSubscriptionAttribute(
        string streamNamespace, string? channelIdMapper = null)
        : this(
            new Fitting(streamNamespace, space => string.Equals(
                space, streamNamespace, StringComparison.Ordinal)),
            channelIdMapper)
    {
    }

    public ImplicitChannelSubscriptionAttribute(
        Type predicateType, string? channelIdMapper = null)
        : this(
            (IChannelNamespacePredicate)Activator.CreateInstance(predicateType)!,
            channelIdMapper)
    {
    }

    public ImplicitChannelSubscriptionAttribute(
        IChannelNamespacePredicate predicate, string? channelIdMapper = null)
    {
        Predicate = predicate;
        ChannelIdMapper = channelIdMapper;
    }

    public IChannelNamespacePredicate Predicate { get; }

    public string? ChannelIdMapper { get; init; }

    internal sealed class Fitting(string pattern, Func<string, bool> fits)
        : IChannelNamespacePredicate
    {
        public string PredicatePattern => pattern;

        public bool IsMatch(string streamNamespace) => fits(streamNamespace);
    }
}

/// <summary>The same for namespaces that fit a pattern.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RegexImplicitChannelSubscriptionAttribute(string pattern)
    : ImplicitChannelSubscriptionAttribute(new Fitting(
        pattern,
        new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).IsMatch));
