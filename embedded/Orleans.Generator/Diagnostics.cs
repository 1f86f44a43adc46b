using Microsoft.CodeAnalysis;

namespace Krewe.Embedded.Orleans.Generator;

/// <summary>What the generator refuses, each with its cure.</summary>
internal static class Diagnostics
{
    internal static readonly DiagnosticDescriptor WrongReturnType = new(
        "KREWE001",
        "A grain method must be awaitable",
        "{0} returns {1}: a grain method returns Task, Task<T>, ValueTask, ValueTask<T> or "
        + "IAsyncEnumerable<T>",
        "Grains",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    internal static readonly DiagnosticDescriptor ByReference = new(
        "KREWE003",
        "A grain method takes its parameters by value",
        "{0} has a ref, out or in parameter: pass it by value and return what changes",
        "Grains",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    internal static readonly DiagnosticDescriptor NotAMethod = new(
        "KREWE004",
        "A grain interface has only methods",
        "{0} is a property or an event: make it a method that can be awaited",
        "Grains",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <summary>A warning, so that an interface that never leaves a test may keep its types.
    /// </summary>
    internal static readonly DiagnosticDescriptor NotImmutable = new(
        "KREWE005",
        "What crosses a grain interface is immutable and serializable",
        "{0} takes or returns {1}, {2}",
        "Grains",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    internal static readonly DiagnosticDescriptor BesideTheTurn = new(
        "KREWE006",
        "What a grain starts runs on its turns",
        "{0} starts work beside the turns of its grain: await instead, or say Task.Run or "
        + "TaskScheduler.Default where that is meant",
        "Grains",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);
}
