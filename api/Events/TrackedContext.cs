using Krewe.Domain.Events;
using Krewe.Domain.Traits;

namespace Krewe.Api.Events;

/// <summary>What the context of a message says, each part as it is written in JSON.</summary>
/// <remarks>What a message does not say of itself, its batch says for it.</remarks>
internal ref struct TrackedContext
{
    public ReadOnlySpan<byte> Page;
    public ReadOnlySpan<byte> Campaign;
    public ReadOnlySpan<byte> Locale;
    public ReadOnlySpan<byte> UserAgent;
    public ReadOnlySpan<byte> Traits;
    public ReadOnlySpan<byte> ExternalIds;
    public ReadOnlySpan<byte> DeviceType;
    public ReadOnlySpan<byte> AdvertisingId;
    public bool IsTrackingLimited;

    public static TrackedContext Read(ReadOnlySpan<byte> own, ReadOnlySpan<byte> ofBatch)
    {
        var context = default(TrackedContext);
        context.Fill(ofBatch);
        context.Fill(own);
        return context;
    }

    public readonly void AddTo(SignalBuffer signals)
    {
        AddObject(signals, Page, "page"u8);
        AddObject(signals, Campaign, "campaign"u8);
        AddText(signals, DeviceType, "device_type"u8);
        AddText(signals, Locale, "locale"u8);
        AddText(signals, UserAgent, "h_user-agent"u8);
    }

    private static void AddObject(
        SignalBuffer signals, ReadOnlySpan<byte> json, ReadOnlySpan<byte> prefix)
    {
        if (json is [(byte)'{', ..])
        {
            JsonSignals.Add(json, prefix, signals);
        }
    }

    private static void AddText(
        SignalBuffer signals, ReadOnlySpan<byte> json, ReadOnlySpan<byte> key)
    {
        var text = JsonParts.Text(json);
        if (!text.IsEmpty)
        {
            signals.Add(key, text);
        }
    }

    private void Fill(ReadOnlySpan<byte> json)
    {
        var members = new JsonMembers(json);
        while (members.Next())
        {
            Set(members.Name, members.Value);
        }
    }

    private void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("page"u8): Page = value; break;
            case 6 when name.SequenceEqual("locale"u8): Locale = value; break;
            case 6 when name.SequenceEqual("traits"u8): Traits = value; break;
            case 6 when name.SequenceEqual("device"u8): SetDevice(value); break;
            case 8 when name.SequenceEqual("campaign"u8): Campaign = value; break;
            case 9 when name.SequenceEqual("userAgent"u8): UserAgent = value; break;
            case 11 when name.SequenceEqual("externalIds"u8): ExternalIds = value; break;
        }
    }

    private void SetDevice(ReadOnlySpan<byte> json)
    {
        DeviceType = default;
        AdvertisingId = default;
        IsTrackingLimited = false;
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Name.SequenceEqual("type"u8))
            {
                DeviceType = members.Value;
            }
            else if (members.Name.SequenceEqual("advertisingId"u8))
            {
                AdvertisingId = members.Value;
            }
            else if (members.Name.SequenceEqual("adTrackingEnabled"u8))
            {
                IsTrackingLimited = members.Value.SequenceEqual("false"u8);
            }
        }
    }
}
