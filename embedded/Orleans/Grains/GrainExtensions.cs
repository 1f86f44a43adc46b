using Krewe.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be asked of anything that has an address.</summary>
public static class GrainExtensions
{
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) =>
        grain.AsReference<TGrainInterface>();

    public static object AsReference(this IAddressable grain, Type interfaceType) => grain switch
    {
        GrainReference reference => interfaceType.IsInstanceOfType(reference)
            ? reference
            : reference.Binding.Class.Silo.Factory.Reference(interfaceType, reference.GrainId),
        IGrainBase { GrainContext: Activation own } =>
            own.Class.Silo.Factory.Reference(interfaceType, own.GrainId),
        _ => throw new ArgumentException(
            $"{grain.GetType()} is neither a grain nor a reference", nameof(grain)),
    };

    public static object Cast(this IAddressable grain, Type interfaceType) =>
        grain.AsReference(interfaceType);

    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        _ => throw new ArgumentException(
            $"{grain.GetType()} has no grain id: it was not made by the engine", nameof(grain)),
    };

    public static bool IsPrimaryKeyBasedOnLong(this IAddressable grain) =>
        GrainKeys.IsNumber(grain.GetGrainId().Key);

    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt) =>
        GrainKeys.Number(grain.GetGrainId().Key, out keyExt);

    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        GrainKeys.Number(grain.GetGrainId().Key, out _);

    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt) =>
        GrainKeys.Unique(grain.GetGrainId().Key, out keyExt);

    public static Guid GetPrimaryKey(this IAddressable grain) =>
        GrainKeys.Unique(grain.GetGrainId().Key, out _);

    public static string GetPrimaryKeyString(this IAddressable grain) =>
        grain.GetGrainId().Key.ToString();
}
