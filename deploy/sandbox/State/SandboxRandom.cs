namespace Krewe.Sandbox.State;

/// <summary>Chance from one seed, so that a run can be repeated. Safe from any thread.</summary>
internal sealed class SandboxRandom(int seed)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public double NextDouble()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }

    /// <summary>Letters and digits, as tokens, codes and trace ids are made of.</summary>
    public string NextText(int length)
    {
        lock (_gate)
        {
            return new string(_random.GetItems<char>(Letters, length));
        }
    }
}
