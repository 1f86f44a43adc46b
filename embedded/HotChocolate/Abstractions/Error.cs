using System.Collections.Immutable;

namespace HotChocolate;

internal sealed record Error(string Message) : IError
{
    public string? Code { get; init; }

    public Path? Path { get; init; }

    public IReadOnlyList<Location>? Locations { get; init; }

    public ImmutableDictionary<string, object?>? Extensions { get; init; }

    public Exception? Exception { get; init; }

    IReadOnlyDictionary<string, object?>? IError.Extensions => Extensions;

    /// <summary>The same error of another implementation.</summary>
    public static Error From(IError error) => error as Error ?? new(error.Message)
    {
        Code = error.Code,
        Path = error.Path,
        Locations = error.Locations,
        Extensions = error.Extensions is { } extensions ? Keep(extensions) : null,
        Exception = error.Exception,
    };

    public IError WithMessage(string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return this with { Message = message };
    }

    public IError WithCode(string? code) => this with
    {
        Code = code,
        Extensions = code is null ? Extensions?.Remove("code") : Set(Extensions, "code", code),
    };

    public IError WithPath(Path? path) => this with { Path = path };

    public IError WithLocations(IReadOnlyList<Location>? locations) =>
        this with { Locations = locations };

    public IError WithExtensions(IReadOnlyDictionary<string, object?> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        return this with { Extensions = Keep(extensions) };
    }

    public IError RemoveExtensions() => this with { Extensions = null };

    public IError SetExtension(string key, object? value) =>
        this with { Extensions = Set(Extensions, key, value) };

    public IError RemoveExtension(string key) =>
        this with { Extensions = Extensions?.Remove(key) };

    public IError WithException(Exception? exception) => this with { Exception = exception };

    public IError RemoveException() => this with { Exception = null };

    public static ImmutableDictionary<string, object?> Set(
        ImmutableDictionary<string, object?>? extensions, string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return (extensions ?? Keep([])).SetItem(key, value);
    }

    private static ImmutableDictionary<string, object?> Keep(
        IEnumerable<KeyValuePair<string, object?>> extensions) =>
        extensions.ToImmutableDictionary(StringComparer.Ordinal);
}
