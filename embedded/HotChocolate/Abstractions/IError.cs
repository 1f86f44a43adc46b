namespace HotChocolate;

/// <summary>An error as the client sees it. Every change is a new value.</summary>
public interface IError
{
    string Message { get; }

    /// <summary>The stable name of the kind of error; also in extensions.code.</summary>
    string? Code { get; }

    Path? Path { get; }

    IReadOnlyList<Location>? Locations { get; }

    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>What was thrown. For filters and logs: it is never written to the client.</summary>
    Exception? Exception { get; }

    IError WithMessage(string message);

    IError WithCode(string? code);

    IError WithPath(Path? path);

    IError WithLocations(IReadOnlyList<Location>? locations);

    IError WithExtensions(IReadOnlyDictionary<string, object?> extensions);

    IError RemoveExtensions();

    IError SetExtension(string key, object? value);

    IError RemoveExtension(string key);

    IError WithException(Exception? exception);

    IError RemoveException();
}

/// <summary>A place in a document. Both count from 1.</summary>
public readonly record struct Location(int Line, int Column);
