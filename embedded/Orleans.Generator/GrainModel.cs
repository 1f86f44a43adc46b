using System;
using System.Collections.Generic;
using System.Linq;

namespace Krewe.Embedded.Orleans.Generator;

/// <summary>A grain interface as far as a proxy needs it. Plain data, compared by value, so that
/// an edit elsewhere generates nothing anew.</summary>
internal sealed record GrainInterface(
    string FullName,
    string ProxyName,
    string OpenName,
    string TypeParameters,
    string Constraints,
    EquatableList<GrainMethodModel> Methods)
{
    internal bool IsGeneric => TypeParameters.Length > 0;
}

/// <summary>One method with its attributes and the form of its result. Its identifier is its name
/// as source has it, which may begin with an @.</summary>
internal sealed record GrainMethodModel(
    string Declaring,
    string Name,
    string Identifier,
    string ReturnType,
    ResultForm Form,
    string ResultType,
    string Options,
    string? ResponseTimeout,
    bool IsOfExtension,
    string TypeParameters,
    string Constraints,
    EquatableList<GrainParameter> Parameters)
{
    internal bool IsGeneric => TypeParameters.Length > 0;

    /// <summary>The type parameters as they follow a name.</summary>
    internal string TypeSuffix => IsGeneric ? $"<{TypeParameters}>" : "";
}

/// <summary>A parameter's type, and the same without the marks of nullable references, which
/// typeof refuses.</summary>
internal sealed record GrainParameter(string Type, string BareType);

internal enum ResultForm
{
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    Sequence,
    Nothing,
}

/// <summary>A list that is equal to another with equal elements.</summary>
internal sealed class EquatableList<T>(IEnumerable<T> items) : IEquatable<EquatableList<T>>
    where T : IEquatable<T>
{
    public IReadOnlyList<T> Items { get; } = items.ToList();

    public bool Equals(EquatableList<T>? other) =>
        other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => Items.Count;
}
