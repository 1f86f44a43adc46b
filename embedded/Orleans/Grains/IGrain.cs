using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Something that has an address: a grain, a reference, an observer.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>What every grain interface extends.</summary>
    public interface IGrain : IAddressable;

    /// <summary>Grains known by a text.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Grains known by a GUID.</summary>
    public interface IGrainWithGuidKey : IGrain;

    /// <summary>Grains known by a number.</summary>
    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>Grains known by a GUID and a text.</summary>
    public interface IGrainWithGuidCompoundKey : IGrain;

    /// <summary>Grains known by a number and a text.</summary>
    public interface IGrainWithIntegerCompoundKey : IGrain;

    /// <summary>An object outside the grains that can be called by them.</summary>
    public interface IGrainObserver : IAddressable;
}
