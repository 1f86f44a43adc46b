using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>The id of a subscription.</summary>
    public sealed class GuidId : IEquatable<GuidId>
    {
        public readonly Guid Guid;

        internal GuidId(Guid guid)
        {
            Guid = guid;
        }

        public bool Equals(GuidId? other) => other?.Guid == Guid;

        public override bool Equals(object? obj) => Equals(obj as GuidId);

        public override int GetHashCode() => Guid.GetHashCode();

        public override string ToString() => Guid.ToString();
    }
}

namespace Orleans.Streams.Core
{
    /// <summary>A grain that is told of a stream it is subscribed to, when the first item comes.
    /// </summary>
    public interface IStreamSubscriptionObserver
    {
        Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
    }

    /// <summary>Makes the handle through which a grain attaches its observer.</summary>
    public interface IStreamSubscriptionHandleFactory
    {
        StreamId StreamId { get; }

        string ProviderName { get; }

        GuidId SubscriptionId { get; }

        StreamSubscriptionHandle<T> Create<T>();
    }
}
