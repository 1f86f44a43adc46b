namespace Orleans
{
    /// <summary>An attribute by which a constructor parameter asks for something of its own
    /// activation.</summary>
    public interface IFacetMetadata;
}

namespace Orleans.Runtime
{
    /// <summary>What a state is called, and which provider keeps it.</summary>
    public interface IPersistentStateConfiguration
    {
        string StateName { get; }

        string? StorageName { get; }
    }

    /// <summary>Asks for a stored state in a grain's constructor.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null)
        : Attribute, IFacetMetadata, IPersistentStateConfiguration
    {
        public string StateName { get; } = stateName;

        public string? StorageName { get; } = storageName;
    }
}

namespace Orleans.Providers
{
    /// <summary>Which provider keeps the state of a <see cref="Grain{TGrainState}"/>.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StorageProviderAttribute : Attribute
    {
        public string ProviderName { get; set; } = ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME;
    }

    /// <summary>Names of providers that need no name.</summary>
    public static class ProviderConstants
    {
        public const string DEFAULT_STORAGE_PROVIDER_NAME = "Default";

        public const string DEFAULT_PUBSUB_PROVIDER_NAME = "PubSubStore";
    }
}
