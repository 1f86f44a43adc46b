using System.Text.RegularExpressions;
using Orleans.Streams;

namespace Orleans.Streams
{
    /// <summary>Which namespaces of streams are meant.</summary>
    public interface IStreamNamespacePredicate
    {
        string PredicatePattern { get; }

        bool IsMatch(string streamNamespace);
    }
}

namespace Orleans
{
    /// <summary>A grain of this class receives every stream of a namespace that has its own key.
    /// </summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public class ImplicitStreamSubscriptionAttribute : Attribute
    {
        public ImplicitStreamSubscriptionAttribute()
            : this(new Always())
        {
        }

        public ImplicitStreamSubscriptionAttribute(
            string streamNamespace, string? streamIdMapper = null)
            : this(new Exactly(streamNamespace), streamIdMapper)
        {
        }

        public ImplicitStreamSubscriptionAttribute(
            Type predicateType, string? streamIdMapper = null)
            : this(
                (IStreamNamespacePredicate)Activator.CreateInstance(predicateType)!,
                streamIdMapper)
        {
        }

        public ImplicitStreamSubscriptionAttribute(
            IStreamNamespacePredicate predicate, string? streamIdMapper = null)
        {
            Predicate = predicate;
            StreamIdMapper = streamIdMapper;
        }

        public IStreamNamespacePredicate Predicate { get; }

        public string? StreamIdMapper { get; init; }

        private sealed class Always : IStreamNamespacePredicate
        {
            public string PredicatePattern => "*";

            public bool IsMatch(string streamNamespace) => true;
        }

        private sealed class Exactly(string wanted) : IStreamNamespacePredicate
        {
            public string PredicatePattern => wanted;

            public bool IsMatch(string streamNamespace) =>
                string.Equals(wanted, streamNamespace, StringComparison.Ordinal);
        }
    }

    /// <summary>The same for namespaces that fit a pattern.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class RegexImplicitStreamSubscriptionAttribute(string pattern)
        : ImplicitStreamSubscriptionAttribute(new Fitting(pattern))
    {
        private sealed class Fitting(string pattern) : IStreamNamespacePredicate
        {
            private readonly Regex _regex = new(
                pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

            public string PredicatePattern => pattern;

            public bool IsMatch(string streamNamespace) => _regex.IsMatch(streamNamespace);
        }
    }
}
