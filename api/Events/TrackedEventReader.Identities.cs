using System.Security.Cryptography;
using System.Text;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Events;

/// <summary>Whom a message names.</summary>
/// <remarks>The first of them decides where the event is taken in, and depends on nothing but the
/// message: a browser or device where one is named, else the person.</remarks>
internal sealed partial class TrackedEventReader
{
    private const int AddressBytesMax = 320;
    private const int ExternalIdsMax = 20;

    private void Identify(
        string type, in TrackedFields fields, in TrackedContext context, IdentityList who)
    {
        if (type == TrackedCalls.Alias)
        {
            IdentifyAlias(fields, who);
            return;
        }

        Add(who, source.Anonymous, fields.AnonymousId, AuthenticationState.Unknown);
        AddDevice(who, context);
        Add(who, source.Users, fields.UserId, AuthenticationState.Authenticated);
        if (type == TrackedCalls.Identify)
        {
            AddEmail(who, fields, context);
        }

        AddExternal(who, context.ExternalIds);
    }

    // Libraries of browsers give the anonymous id for the previous one of who was not known yet.
    private void IdentifyAlias(in TrackedFields fields, IdentityList who)
    {
        var previous = JsonParts.Text(fields.PreviousId);
        if (previous.SequenceEqual(JsonParts.Text(fields.AnonymousId)))
        {
            Add(who, source.Anonymous, fields.PreviousId, AuthenticationState.Unknown);
        }

        Add(who, source.Users, fields.UserId, AuthenticationState.Authenticated);
        if (!previous.SequenceEqual(JsonParts.Text(fields.AnonymousId)))
        {
            Add(who, source.Users, fields.PreviousId, AuthenticationState.Unknown);
        }
    }

    private void Add(
        IdentityList who, DataSourceId owner, ReadOnlySpan<byte> json, AuthenticationState state)
    {
        var id = JsonParts.Text(json);
        if (!id.IsEmpty && directory.Find(owner) is { } known)
        {
            who.Add(known.Rules, id, state);
        }
    }

    // Platforms write advertising ids in one case or the other; each has one form here.
    private void AddDevice(IdentityList who, in TrackedContext context)
    {
        var id = JsonParts.Text(context.AdvertisingId);
        var type = Encoding.UTF8.GetString(JsonParts.Text(context.DeviceType));
        if (id.IsEmpty
            || id.Length > IdentityValue.LengthMax
            || context.IsTrackingLimited
            || AdvertisingIds.SourceOf(type) is not { } device)
        {
            return;
        }

        Span<byte> folded = stackalloc byte[IdentityValue.LengthMax];
        id.CopyTo(folded);
        AdvertisingIds.Fold(device, folded[..id.Length]);
        if (directory.Find(device) is { } known)
        {
            who.Add(known.Rules, folded[..id.Length], AuthenticationState.Unknown);
        }
    }

    // Only the hash goes on.
    private void AddEmail(IdentityList who, in TrackedFields fields, in TrackedContext context)
    {
        if (source.Emails is not { } owner)
        {
            return;
        }

        var address = EmailIn(fields.Traits);
        address = address.IsEmpty ? EmailIn(context.Traits) : address;
        if (address.Length is > 0 and <= AddressBytesMax && PersonalData.LooksLikeEmail(address))
        {
            var tidy = Encoding.UTF8.GetString(address).Trim().ToLowerInvariant();
            Span<byte> hash = stackalloc byte[Sha256Digest.LengthBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(tidy), hash);
            who.Add(
                new IdentityKey(owner, IdentityValue.Of(Sha256Digest.FromBytes(hash))),
                AuthenticationState.Authenticated);
        }
    }

    private static ReadOnlySpan<byte> EmailIn(ReadOnlySpan<byte> traits)
    {
        var members = new JsonMembers(traits);
        while (members.Next())
        {
            if (members.Name.SequenceEqual("email"u8))
            {
                return JsonParts.Text(members.Value);
            }
        }

        return default;
    }

    private void AddExternal(IdentityList who, ReadOnlySpan<byte> json)
    {
        var items = new JsonItems(json);
        for (var left = ExternalIdsMax; left > 0 && items.Next(); left--)
        {
            AddExternalOne(who, items.Value);
        }
    }

    private void AddExternalOne(IdentityList who, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> id = default;
        ReadOnlySpan<byte> type = default;
        var members = new JsonMembers(json);
        while (members.Next())
        {
            id = members.Name.SequenceEqual("id"u8) ? JsonParts.Text(members.Value) : id;
            type = members.Name.SequenceEqual("type"u8) ? JsonParts.Text(members.Value) : type;
        }

        if (type.IsEmpty || directory.FindWord(Encoding.UTF8.GetString(type)) is not { } known)
        {
            who.Note("An external id has a type that is no namespace or integration code of a "
                + "data source: it was passed over.");
        }
        else
        {
            who.Add(known.Rules, id, AuthenticationState.Unknown);
        }
    }
}
