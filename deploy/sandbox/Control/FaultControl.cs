using System.Text.Json;
using Krewe.Sandbox.Faults;
using Krewe.Sandbox.Meta;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Control;

/// <summary>Sets faults, tells how often they struck, and takes them away.</summary>
internal static class FaultControl
{
    private const int DelayMsMax = 600_000;

    private static readonly JsonSerializerOptions Options = MakeOptions();

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/faults", (SandboxState state) => state.World.Faults.List().Select(Show));
        group.MapPost("/faults", (SandboxState state, JsonElement faults) =>
        {
            var specs = faults.ValueKind == JsonValueKind.Array
                ? [.. faults.EnumerateArray()]
                : new[] { faults };
            state.World.Faults.Add([.. specs.Select(Rule)]);
            return Results.NoContent();
        });
        group.MapDelete("/faults", (SandboxState state) =>
        {
            state.World.Faults.Clear();
            return Results.NoContent();
        });
    }

    private static object Show(FaultRule rule) =>
        new { rule.Match, rule.Action, rule.TimesLeft, rule.Struck };

    private static FaultRule Rule(JsonElement json)
    {
        var spec = json.Deserialize<FaultSpec>(Options)
            ?? throw new ControlRefusalException("A fault is an object with match and action.");
        var action = spec.Action.ValueKind == JsonValueKind.String
            ? new FaultAction { Kind = KindOf(spec.Action.GetString()!) }
            : Action(spec.Action.Deserialize<ActionSpec>(Options)!);
        return new FaultRule(spec.Match ?? new FaultMatch(), action, spec.Times ?? 1);
    }

    private static FaultAction Action(ActionSpec spec)
    {
        FaultKind[] kinds =
        [
            .. spec.Error is null ? [] : new[] { FaultKind.Error },
            .. spec.DropAfterApply ? new[] { FaultKind.DropAfterApply } : [],
            .. spec.DropBeforeApply ? new[] { FaultKind.DropBeforeApply } : [],
            .. spec.Truncate ? new[] { FaultKind.Truncate } : [],
            .. spec.Garbage ? new[] { FaultKind.Garbage } : [],
            .. spec.HalfApply ? new[] { FaultKind.HalfApply } : [],
            .. spec.Status is not null && !spec.Garbage ? new[] { FaultKind.Status } : [],
        ];
        if (kinds.Length > 1 || (kinds.Length == 0 && spec.DelayMs == 0))
        {
            throw new ControlRefusalException(
                "An action is one kind of fault, with or without delayMs.");
        }

        if (spec.DelayMs is < 0 or > DelayMsMax)
        {
            throw new ControlRefusalException($"delayMs goes from 0 to {DelayMsMax}.");
        }

        return new FaultAction
        {
            Kind = kinds is [var kind] ? kind : FaultKind.None,
            Error = spec.Error is { } error ? ErrorName(error) : null,
            Status = spec.Status,
            DelayMs = spec.DelayMs,
            RegainMinutes = spec.RegainMinutes ?? 1,
        };
    }

    // Errors are named by platform: another platform adds its own prefix here.
    private static string ErrorName(string error)
    {
        const string Prefix = MetaPlatform.Name + ".";
        var name = error.StartsWith(Prefix, StringComparison.Ordinal) ? error[Prefix.Length..] : "";
        return MetaErrors.IsName(name)
            ? name
            : throw new ControlRefusalException($"error {error} is not like meta.190.463.");
    }

    private static FaultKind KindOf(string name) =>
        Enum.TryParse<FaultKind>(name, ignoreCase: true, out var kind)
        && kind is not (FaultKind.None or FaultKind.Error or FaultKind.Status)
            ? kind
            : throw new ControlRefusalException($"action {name} is not a kind of fault.");

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions();
        ControlJson.Configure(options);
        return options;
    }
}

/// <summary>Times is how often it strikes; 1 when absent.</summary>
internal sealed record FaultSpec(FaultMatch? Match, JsonElement Action, int? Times);

internal sealed record ActionSpec
{
    public string? Error { get; init; }

    public int? Status { get; init; }

    public int DelayMs { get; init; }

    public int? RegainMinutes { get; init; }

    public bool DropAfterApply { get; init; }

    public bool DropBeforeApply { get; init; }

    public bool Truncate { get; init; }

    public bool Garbage { get; init; }

    public bool HalfApply { get; init; }
}
