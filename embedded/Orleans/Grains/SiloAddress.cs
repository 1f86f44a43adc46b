using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using Krewe.Embedded;

namespace Orleans.Runtime;

/// <summary>Where a silo is, and which of those that were there: written
/// <c>address:port@generation</c>.</summary>
/// <remarks>Units: a generation counts seconds since the start of 2022.</remarks>
public sealed class SiloAddress
    : IEquatable<SiloAddress>, IComparable<SiloAddress>, ISpanFormattable, IParsable<SiloAddress>
{
    private static readonly DateTimeOffset Epoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    public static SiloAddress Zero { get; } = New(IPAddress.Any, 0, 0);

    public IPEndPoint Endpoint { get; }

    public int Generation { get; }

    /// <summary>Clients have negative generations.</summary>
    public bool IsClient => Generation < 0;

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) =>
        new(new IPEndPoint(address, port), generation);

    public static int AllocateNewGeneration() => GenerationAt(TimeProvider.System.GetUtcNow());

    public static SiloAddress FromParsableString(string addr) => Parse(addr, provider: null);

    public static SiloAddress Parse(string value) => Parse(value, provider: null);

    public static SiloAddress Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException(
                $"\"{s}\" is not a silo's address: it has the form address:port@generation");

    public static bool TryParse(
        [NotNullWhen(true)] string? value, [MaybeNullWhen(false)] out SiloAddress result) =>
        TryParse(value, provider: null, out result);

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out SiloAddress result)
    {
        var at = s?.LastIndexOf('@') ?? -1;
        if (at > 0
            && IPEndPoint.TryParse(s.AsSpan(0, at), out var endpoint)
            && int.TryParse(
                s.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var generation))
        {
            result = New(endpoint, generation);
            return true;
        }
        result = null;
        return false;
    }

    public string ToParsableString() => ToString();

    public string ToStringWithHashCode() =>
        string.Create(CultureInfo.InvariantCulture, $"{this}/x{GetConsistentHashCode():X8}");

    public int GetConsistentHashCode() =>
        (int)StableHash.Of32(Encoding.UTF8.GetBytes(ToString()));

    public bool IsSuccessorOf(SiloAddress other) =>
        Endpoint.Equals(other.Endpoint) && Generation > other.Generation;

    public bool IsPredecessorOf(SiloAddress other) => other.IsSuccessorOf(this);

    public bool Equals(SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => GetConsistentHashCode();

    public int CompareTo(SiloAddress? other) => other is null
        ? 1
        : Generation != other.Generation
            ? Generation.CompareTo(other.Generation)
            : string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format,
        IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    internal static int GenerationAt(DateTimeOffset now) => (int)(now - Epoch).TotalSeconds;
}
