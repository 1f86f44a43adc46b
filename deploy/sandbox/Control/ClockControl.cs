using System.Xml;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Control;

/// <summary>Moves the virtual clock: tokens expire and windows close without waiting.</summary>
internal static class ClockControl
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/clock", (SandboxState state) => Show(state.World.Clock));
        group.MapPost("/clock", (SandboxState state, ClockChange change) =>
        {
            var clock = state.World.Clock;
            SetMode(clock, change.Mode);
            if (change.Advance is { } duration)
            {
                clock.Advance(XmlConvert.ToTimeSpan(duration));
            }

            return Show(clock);
        });
    }

    private static void SetMode(SandboxClock clock, string? mode)
    {
        switch (mode)
        {
            case null:
                break;
            case "real":
                clock.Run();
                break;
            case "frozen":
                clock.Freeze();
                break;
            default:
                throw new ControlRefusalException($"mode {mode} is not real or frozen.");
        }
    }

    private static object Show(SandboxClock clock) =>
        new { Now = clock.GetUtcNow(), Mode = clock.IsFrozen ? "frozen" : "real" };
}

/// <summary>Advance is an ISO 8601 duration such as <c>PT30M</c> or <c>P61D</c>.</summary>
internal sealed record ClockChange(string? Advance, string? Mode);
