using System.Diagnostics.CodeAnalysis;

namespace HotChocolate;

/// <summary>A result or an error that the mutation answers with.</summary>
public interface IFieldResult
{
    object? Value { get; }

    bool IsError { get; }

    bool IsSuccess { get; }
}

/// <summary>A result, or the one kind of error there is.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The package's members.")]
[SuppressMessage("Performance", "CA1815", Justification = "The package's members.")]
public readonly struct FieldResult<TResult, TError> : IFieldResult
{
    public FieldResult(TResult value) => (Value, IsError) = (value, false);

    public FieldResult(TError error) => (Value, IsError) = (error, true);

    public object? Value { get; }

    public bool IsError { get; }

    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError>(TResult value) => new(value);

    public static implicit operator FieldResult<TResult, TError>(TError error) => new(error);
}

/// <summary>A result, or one of two kinds of error.</summary>
[SuppressMessage("Usage", "CA2225", Justification = "The package's members.")]
[SuppressMessage("Performance", "CA1815", Justification = "The package's members.")]
public readonly struct FieldResult<TResult, TError1, TError2> : IFieldResult
{
    public FieldResult(TResult value) => (Value, IsError) = (value, false);

    public FieldResult(TError1 error) => (Value, IsError) = (error, true);

    public FieldResult(TError2 error) => (Value, IsError) = (error, true);

    public object? Value { get; }

    public bool IsError { get; }

    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2>(TResult value) =>
        new(value);

    public static implicit operator FieldResult<TResult, TError1, TError2>(TError1 error) =>
        new(error);

    public static implicit operator FieldResult<TResult, TError1, TError2>(TError2 error) =>
        new(error);
}
