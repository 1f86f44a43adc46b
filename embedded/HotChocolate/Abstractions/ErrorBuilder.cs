namespace HotChocolate;

/// <summary>Puts an error together.</summary>
public sealed class ErrorBuilder
{
    private readonly List<Location> _locations = [];
    private Error _error = new("");

    public static ErrorBuilder New() => new();

    public static ErrorBuilder FromError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var builder = new ErrorBuilder { _error = Error.From(error) };
        builder._locations.AddRange(error.Locations ?? []);
        return builder;
    }

    /// <summary>An error that says nothing of the exception; filters may say more.</summary>
    public static ErrorBuilder FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return New().SetMessage("Unexpected Execution Error").SetException(exception);
    }

    public ErrorBuilder SetMessage(string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        return With(_error with { Message = message });
    }

    /// <summary>Also written to extensions.code.</summary>
    public ErrorBuilder SetCode(string? code) => With((Error)_error.WithCode(code));

    public ErrorBuilder SetPath(Path? path) => With(_error with { Path = path });

    public ErrorBuilder AddLocation(Location location)
    {
        _locations.Add(location);
        return this;
    }

    public ErrorBuilder AddLocation(int line, int column) => AddLocation(new(line, column));

    public ErrorBuilder ClearLocations()
    {
        _locations.Clear();
        return this;
    }

    public ErrorBuilder SetException(Exception? exception) =>
        With(_error with { Exception = exception });

    public ErrorBuilder SetExtension(string key, object? value) =>
        With((Error)_error.SetExtension(key, value));

    public ErrorBuilder RemoveExtension(string key) =>
        With((Error)_error.RemoveExtension(key));

    public ErrorBuilder ClearExtensions() => With((Error)_error.RemoveExtensions());

    public IError Build() => _error.Message.Length == 0
        ? throw new InvalidOperationException("Message is required")
        : _error with { Locations = _locations.Count == 0 ? null : [.. _locations] };

    private ErrorBuilder With(Error error)
    {
        _error = error;
        return this;
    }
}
