namespace Krewe.Sandbox.State;

/// <summary>What kind of fact about a person a value is, on any platform.</summary>
internal enum IdentifierKind : byte
{
    None,
    Email,
    Phone,
    ExternalId,
    MobileAdId,
    PageUserId,
    AppUserId,

    // What follows describes a person but does not point one out by itself.
    Gender,
    BirthYear,
    BirthMonth,
    BirthDay,
    FirstName,
    LastName,
    FirstInitial,
    City,
    State,
    PostalCode,
    Country,

    /// <summary>Several parts at once: the digest of all of them, in order.</summary>
    Tuple,
}

/// <summary>A kind and a value. A value in clear is kept as its digest, its text apart.</summary>
internal readonly record struct Identifier(Digest Value, IdentifierKind Kind)
{
    /// <summary>Whether a removal that names this value alone finds the person.</summary>
    public bool PointsOut => Kind is > IdentifierKind.None and < IdentifierKind.Gender;

    public override int GetHashCode() => Value.GetHashCode() ^ ((int)Kind * 0x2545F491);
}

/// <summary>One value of a member. <c>Text</c> is set when the value arrived in clear.</summary>
internal readonly record struct MemberPart(Identifier Identifier, string? Text)
{
    public string Shown => Text ?? Identifier.Value.ToHex();
}
