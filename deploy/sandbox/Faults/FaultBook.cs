using System.IO.Enumeration;
using Krewe.Sandbox.Calls;
using Krewe.Sandbox.Control;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Faults;

/// <summary>The faults in force, oldest first: the first that fits strikes.</summary>
internal sealed class FaultBook(SandboxRandom random)
{
    public const int RulesMax = 1_000;

    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];

    /// <exception cref="ControlRefusalException">The book would be too full.</exception>
    public void Add(IReadOnlyList<FaultRule> rules)
    {
        lock (_gate)
        {
            if (_rules.Count + rules.Count > RulesMax)
            {
                throw new ControlRefusalException($"There is room for {RulesMax} faults.");
            }

            _rules.AddRange(rules);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    public FaultRule[] List()
    {
        lock (_gate)
        {
            return [.. _rules];
        }
    }

    /// <summary>Takes the fault for a call, if one strikes.</summary>
    public FaultAction? Take(PlatformCall call)
    {
        lock (_gate)
        {
            return _rules.Find(rule => Strikes(rule, call))?.Action;
        }
    }

    private bool Strikes(FaultRule rule, PlatformCall call)
    {
        if (rule.TimesLeft == 0 || !Fits(rule.Match, call))
        {
            return false;
        }

        rule.Seen++;
        if ((rule.Match.Nth is { } nth && nth != rule.Seen)
            || (rule.Match.Rate is { } rate && random.NextDouble() >= rate))
        {
            return false;
        }

        rule.TimesLeft--;
        rule.Struck++;
        return true;
    }

    private static bool Fits(FaultMatch match, PlatformCall call) =>
        IsSame(match.Platform, call.Platform)
        && IsSame(match.Method, call.Method)
        && (match.Account is null || WorldSeed.Bare(match.Account) == call.AccountId)
        && (match.Path is null || FitsPath(match.Path, call.Path));

    private static bool IsSame(string? wanted, string actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);

    private static bool FitsPath(string pattern, string path) =>
        pattern.Contains('*')
            ? FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false)
            : path.Contains(pattern, StringComparison.Ordinal);
}
