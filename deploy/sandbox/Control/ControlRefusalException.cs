namespace Krewe.Sandbox.Control;

/// <summary>The control door was asked for something that it cannot do; says the cure.</summary>
internal sealed class ControlRefusalException(string message) : Exception(message);
