using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Krewe.Embedded.Orleans.Generator;

/// <summary>Looks at every type that a grain method takes or returns. Values are not copied
/// between grains of one process, and are written out between processes: so they are immutable and
/// serializable, or their sender promises the first.</summary>
internal static class CrossingTypes
{
    private static readonly HashSet<string> Plain = new(System.StringComparer.Ordinal)
    {
        "System.Guid", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly",
        "System.TimeSpan", "System.Uri", "System.Version", "System.Half", "System.Int128",
        "System.UInt128", "System.Numerics.BigInteger", "System.Net.IPAddress",
        "System.Threading.CancellationToken", "System.Threading.Tasks.Task",
        "System.Threading.Tasks.ValueTask", "Orleans.GrainCancellationToken",
    };

    /// <summary>Types that are as immutable as what they hold.</summary>
    private static readonly HashSet<string> Wrappers = new(System.StringComparer.Ordinal)
    {
        "System.Threading.Tasks.Task<TResult>", "System.Threading.Tasks.ValueTask<TResult>",
        "System.Collections.Generic.IAsyncEnumerable<T>",
        "System.Collections.Generic.KeyValuePair<TKey, TValue>",
    };

    internal static IEnumerable<Diagnostic> Faults(IMethodSymbol method)
    {
        var crossing = method.Parameters
            .Where(each => !IsPromised(each.GetAttributes())).Select(each => each.Type);
        if (!IsPromised(method.GetReturnTypeAttributes()))
        {
            crossing = crossing.Append(method.ReturnType);
        }
        foreach (var type in crossing.Distinct<ITypeSymbol>(SymbolEqualityComparer.Default))
        {
            if (FaultOf(type) is { } fault)
            {
                yield return Diagnostic.Create(
                    Diagnostics.NotImmutable,
                    method.Locations.FirstOrDefault(),
                    method.ToDisplayString(),
                    fault.Type.ToDisplayString(),
                    fault.Cure);
            }
        }
    }

    private static (ITypeSymbol Type, string Cure)? FaultOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol)
        {
            return (type, "which its holders can change: use ImmutableArray<T>");
        }
        if (type is not INamedTypeSymbol named)
        {
            // A type parameter is looked at where it is given.
            return null;
        }
        if (IsFine(named) is { } isFine)
        {
            return isFine
                ? named.TypeArguments.Select(FaultOf).FirstOrDefault(each => each is not null)
                : (type, CureFor(named));
        }
        return null;
    }

    /// <summary>True if the type arguments decide, null if nothing more has to be looked at.
    /// </summary>
    private static bool? IsFine(INamedTypeSymbol type)
    {
        if (type.SpecialType is not SpecialType.None and not SpecialType.System_Object
            and not SpecialType.System_Array and not SpecialType.System_Delegate
            and not SpecialType.System_MulticastDelegate && !type.IsGenericType)
        {
            return null;
        }
        var name = type.OriginalDefinition.ToDisplayString();
        var space = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (type.TypeKind == TypeKind.Enum || Plain.Contains(name)
            || type.AllInterfaces.Prepend(type).Any(
                each => each.ToDisplayString() == "Orleans.Runtime.IAddressable")
            || (space + ".").StartsWith("Orleans.", System.StringComparison.Ordinal))
        {
            return null;
        }
        return type.IsTupleType || type.OriginalDefinition.SpecialType
                == SpecialType.System_Nullable_T
            || Wrappers.Contains(name)
            || space is "System.Collections.Immutable" or "System.Collections.Frozen"
            || (Has(type, "Orleans.ImmutableAttribute")
                && Has(type, "Orleans.GenerateSerializerAttribute"));
    }

    private static string CureFor(INamedTypeSymbol type)
    {
        if (type.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic")
        {
            return "which its holders can change: use a type of System.Collections.Immutable";
        }
        return type.DeclaringSyntaxReferences.Length == 0
            ? "which cannot cross: use a type of your own with [GenerateSerializer, Immutable]"
            : "which lacks [GenerateSerializer, Immutable]: add both, and [Id] to its members";
    }

    private static bool IsPromised(IEnumerable<AttributeData> attributes) => attributes.Any(
        each => each.AttributeClass?.ToDisplayString() == "Orleans.ImmutableAttribute");

    private static bool Has(INamedTypeSymbol type, string attribute) =>
        type.OriginalDefinition.GetAttributes().Any(
            each => each.AttributeClass?.ToDisplayString() == attribute);
}
