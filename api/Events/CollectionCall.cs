using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Traits;

namespace Krewe.Api.Events;

/// <summary>A data-collection call as it was read: the parameters of <c>/event</c>.</summary>
/// <remarks>
/// <para>Shape: a parameter whose name begins with <c>d_</c> is for the product, and every
/// parameter but those that name people is a signal; <c>k=v1,v2</c> is one of two values. What
/// comes by <c>p_</c> is kept as little as any other: rules read it and then it is gone.</para>
/// <para>Source: Audience Manager, "Supported attributes for DCS API calls", "Declared IDs" and
/// "DCS error codes", read 2026-11.</para>
/// </remarks>
internal sealed class CollectionCall
{
    private const int NamespaceIdsMax = 3;
    private const byte Separator = 1;

    private readonly EventDirectory _directory;
    private readonly IdentityList _who = new();
    private readonly Dictionary<DataSourceId, int> _declared = [];
    private readonly ImmutableArray<TraitId>.Builder _traits =
        ImmutableArray.CreateBuilder<TraitId>();

    private readonly List<CollectionFault> _faults = [];
    private string? _dpid;
    private byte[]? _dpuuid;

    private CollectionCall(EventDirectory directory) => _directory = directory;

    public SignalBuffer Signals { get; } = new();

    public ImmutableArray<TraitId> Traits => _traits.ToImmutable();

    public ImmutableArray<DeclaredIdentity> Identities => _who.ToArray();

    public IReadOnlyList<CollectionFault> Faults => _faults;

    /// <summary>Only traits of it are realized; null: of any.</summary>
    public DataSourceId? Target { get; private set; }

    /// <summary>The device's own id, to be answered with.</summary>
    public string Uuid { get; private set; } = "";

    public bool WantsJson { get; private set; }

    public bool IsOptOut { get; private set; }

    /// <summary>The function that the answer is handed to; null: none.</summary>
    public string? Callback { get; private set; }

    /// <summary>Reads the parameters.</summary>
    /// <param name="parameters">In order; null: they cannot be read.</param>
    /// <param name="directory">Whose ids there are.</param>
    public static CollectionCall Read(
        List<(string Key, byte[] Value)>? parameters, EventDirectory directory)
    {
        var call = new CollectionCall(directory);
        if (parameters is null)
        {
            call._faults.Add(CollectionFault.Encoding);
            return call;
        }

        // Devices come first: the first identity says where the event is taken in.
        foreach (var (key, value) in parameters.Where(one => one.Key is "d_uuid" or "d_mid"))
        {
            call.AddDevice(key, value);
        }

        foreach (var (key, value) in parameters)
        {
            call.Add(key, value);
        }

        call.AddOldPair();
        if (call._who.Count == 0)
        {
            call._faults.Add(CollectionFault.NoValidId);
        }

        return call;
    }

    private void Add(string key, byte[] value)
    {
        switch (key)
        {
            case "d_uuid" or "d_mid": break;
            case "d_cid": Declare(value, isCode: false); break;
            case "d_cid_ic": Declare(value, isCode: true); break;
            case "d_dpid": _dpid = Encoding.UTF8.GetString(value); break;
            case "d_dpuuid": _dpuuid = value; break;
            case "d_sid": AddTraits(value); break;
            case "d_tdpid" when NumberOf(value) is { } id: Target = new DataSourceId(id); break;
            case "d_tdpid": break;
            case "d_rtbd": WantsJson |= value.AsSpan().SequenceEqual("json"u8); break;
            case "d_optout": IsOptOut |= value.AsSpan().SequenceEqual("1"u8); break;
            case "d_cb": Callback = Encoding.UTF8.GetString(value); break;
            default: AddSignal(key, value); break;
        }
    }

    // The Experience Cloud's id is a device's as well, and has the same form.
    private void AddDevice(string key, byte[] value)
    {
        var known = _directory.Find(DataSourceId.Uuid)!;
        if (_who.Add(known.Rules, value, AuthenticationState.Unknown) != LineFault.None)
        {
            _faults.Add(key == "d_mid" ? CollectionFault.Mid : CollectionFault.Uuid);
        }
        else if (Uuid.Length == 0 || key == "d_uuid")
        {
            Uuid = Encoding.UTF8.GetString(value);
        }
    }

    // DPID or code, then the id, then perhaps the state, with %01 between.
    private void Declare(byte[] pair, bool isCode)
    {
        var parts = pair.AsSpan();
        var first = parts.IndexOf(Separator);
        if (first < 0)
        {
            _faults.Add(CollectionFault.CustomerId);
            return;
        }

        var owner = Encoding.UTF8.GetString(parts[..first]);
        parts = parts[(first + 1)..];
        var second = parts.IndexOf(Separator);
        var id = second < 0 ? parts : parts[..second];
        var state = AuthenticationState.Unknown;
        if (second >= 0 && !TryReadState(parts[(second + 1)..], out state))
        {
            _faults.Add(CollectionFault.CustomerId);
            return;
        }

        Declare(isCode ? _directory.FindCode(owner) : FindNumber(owner), id, state);
    }

    private static bool TryReadState(ReadOnlySpan<byte> text, out AuthenticationState state)
    {
        state = text is [>= (byte)'0' and <= (byte)'2']
            ? (AuthenticationState)(text[0] - '0')
            : AuthenticationState.Unknown;
        return text is [] or [>= (byte)'0' and <= (byte)'2'];
    }

    private void Declare(
        EventDirectory.Known? owner, ReadOnlySpan<byte> id, AuthenticationState state)
    {
        if (owner is null || owner.Source.Id == DataSourceId.Uuid)
        {
            _faults.Add(CollectionFault.UnknownDataSource);
            return;
        }

        var count = _declared.GetValueOrDefault(owner.Source.Id);
        if (_who.Count >= LiveEvent.IdentitiesMax || count >= NamespaceIdsMax)
        {
            _faults.Add(count >= NamespaceIdsMax
                ? CollectionFault.TooManyOfNamespace
                : CollectionFault.TooManyIds);
            return;
        }

        if (_who.Add(owner.Rules, id, state) == LineFault.None)
        {
            _declared[owner.Source.Id] = count + 1;
        }
        else
        {
            _faults.Add(GlobalDataSources.Find(owner.Source.Id) is null
                ? CollectionFault.CustomerId
                : CollectionFault.DeviceId);
        }
    }

    // Deprecated, and still sent.
    private void AddOldPair()
    {
        if (_dpid is { } number && _dpuuid is { } id)
        {
            Declare(FindNumber(number), id, AuthenticationState.Unknown);
        }
    }

    private void AddTraits(byte[] list)
    {
        foreach (var part in list.AsSpan().Split((byte)','))
        {
            if (NumberOf(list.AsSpan()[part]) is { } number
                && _traits.Count < JsonSignals.SignalsMax)
            {
                _traits.Add(new TraitId(number));
            }
        }
    }

    private void AddSignal(string key, byte[] value)
    {
        Span<byte> name = stackalloc byte[SignalKeys.LengthMax];
        if (!Encoding.UTF8.TryGetBytes(key, name, out var length)
            || !SignalKeys.IsKey(name[..length]))
        {
            return;
        }

        foreach (var part in value.AsSpan().Split((byte)','))
        {
            var one = value.AsSpan()[part];
            if (!one.IsEmpty && Signals.Count < JsonSignals.SignalsMax)
            {
                Signals.Add(name[..length], one);
            }
        }
    }

    private EventDirectory.Known? FindNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? _directory.Find(new DataSourceId(number))
            : null;

    private static int? NumberOf(ReadOnlySpan<byte> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
