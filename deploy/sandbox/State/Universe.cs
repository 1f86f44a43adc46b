using System.Text;
using Krewe.Sandbox.Control;

namespace Krewe.Sandbox.State;

/// <summary>
/// The people that the platform knows, hashed by the platform's own rules: an upload matches
/// only when its hash does, so a client that normalises wrongly reaches nobody.
/// </summary>
internal sealed class Universe
{
    public const int PeopleMax = 1_000_000;

    private readonly HashSet<Identifier> _known = [];
    private readonly HashSet<Digest> _phonesWithPlus = [];

    public Universe(IReadOnlyList<PersonSeed> people)
    {
        if (people.Count > PeopleMax)
        {
            throw new ControlRefusalException($"There is room for {PeopleMax} people.");
        }

        foreach (var person in people)
        {
            Learn(person);
        }
    }

    public bool Knows(ReadOnlySpan<MemberPart> row)
    {
        foreach (var part in row)
        {
            if (_known.Contains(part.Identifier))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a phone was hashed with a plus sign, which is wanted off.</summary>
    public bool KnowsWithPlus(Digest phone) => _phonesWithPlus.Contains(phone);

    private void Learn(PersonSeed person)
    {
        if (person.Email is { } email)
        {
            var normal = email.Trim().ToLowerInvariant();
            _known.Add(new Identifier(Hash(normal), IdentifierKind.Email));
        }

        if (person.Phone is { } phone)
        {
            var digits = string.Concat(phone.Where(char.IsAsciiDigit)).TrimStart('0');
            _known.Add(new Identifier(Hash(digits), IdentifierKind.Phone));
            _phonesWithPlus.Add(Hash("+" + digits));
        }
    }

    private static Digest Hash(string text) => Digest.Of(Encoding.UTF8.GetBytes(text));
}
