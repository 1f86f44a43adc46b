using System.Globalization;

namespace Krewe.Sandbox;

/// <summary>How a sandbox starts. Everything else is told to it through its control door.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where it listens. Default http://127.0.0.1:8081; port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8081";

    /// <summary>The token that is good from the start. Default <c>sandbox-token</c>.</summary>
    public string Token { get; init; } = "sandbox-token";

    /// <summary>Decides every chance event, id and token. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How late sizes are told. Default 24 h; zero tells them at once.</summary>
    public TimeSpan PopulationLag { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether to log warnings to the console. Default true.</summary>
    public bool LogToConsole { get; init; } = true;

    /// <summary>Reads <c>--urls</c>, <c>--token</c> and <c>--seed</c>.</summary>
    /// <exception cref="ArgumentException">An argument is unknown or lacks its value.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);

        var options = new SandboxOptions();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inlineValue) = args[i].Split('=', 2) is [var key, var text]
                ? (key, text)
                : (args[i], null);
            var value = inlineValue ?? (++i < args.Count ? args[i] : null)
                ?? throw new ArgumentException($"{name} needs a value.", nameof(args));
            options = With(options, name, value);
        }

        return options;
    }

    private static SandboxOptions With(SandboxOptions options, string name, string value) =>
        name switch
        {
            "--urls" => options with { Urls = value },
            "--token" => options with { Token = value },
            "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed) =>
                options with { Seed = seed },
            _ => throw new ArgumentException(
                $"{name} {value} is not understood: use --urls, --token or --seed.",
                nameof(name)),
        };
}
