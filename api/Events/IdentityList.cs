using System.Collections.Immutable;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Events;

/// <summary>Gathers whom an event names: each once, as many as an event may name.</summary>
/// <remarks>It is emptied and filled again for each event; it serves one thread.</remarks>
internal sealed class IdentityList
{
    private readonly List<DeclaredIdentity> _all = [];

    public int Count => _all.Count;

    /// <summary>Why the last id that could not be taken was not; null: all could.</summary>
    public string? Fault { get; private set; }

    /// <summary>An id was an e-mail address that anybody can read.</summary>
    public bool HasRawEmail { get; private set; }

    public LineFault Add(UserIdRules rules, ReadOnlySpan<byte> id, AuthenticationState state)
    {
        var fault = rules.Check(id, out var value);
        if (fault != LineFault.None)
        {
            HasRawEmail |= fault is LineFault.RawEmail;
            Fault = rules.Reason(fault);
            return fault;
        }

        Add(new IdentityKey(rules.Source, value), state);
        return LineFault.None;
    }

    public void Add(IdentityKey identity, AuthenticationState state)
    {
        if (_all.Count < LiveEvent.IdentitiesMax && !Holds(identity))
        {
            _all.Add(new DeclaredIdentity(identity, state));
        }
    }

    public void Note(string fault) => Fault = fault;

    /// <summary>Forgets everybody, for the next event.</summary>
    public void Clear()
    {
        _all.Clear();
        Fault = null;
        HasRawEmail = false;
    }

    public ImmutableArray<DeclaredIdentity> ToArray() => [.. _all];

    private bool Holds(IdentityKey identity)
    {
        foreach (var known in _all)
        {
            if (known.Identity == identity)
            {
                return true;
            }
        }

        return false;
    }
}
