using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Krewe.Silo.Tests.Support;

/// <summary>Files about some thousands of customers, and who is in which segment after
/// them.</summary>
/// <remarks>The expectation is worked out here line by line, with sets, beside the
/// product.</remarks>
internal sealed class CustomerFiles
{
    private static readonly int[] Traits = [12345, 23456, 45678, 11223, 93342, 27341];

    private static readonly string[] BadLines =
    [
        "no tab at all",
        "someone@krewe.example\td_sid=12345",
        "\td_sid=12345",
        "unknown\td_sid=12345",
        "c1\td_sid=99999",
        "c2\td_sid=abc",
        "c3\td_sid=12345\td_sid=23456",
        "c4\t\"open",
        "c5:6\td_sid=12345",
        " c6\td_sid=12345",
        "c7\t",
    ];

    private readonly Dictionary<int, HashSet<int>> _held = [];
    private readonly HashSet<int> _linked = [];
    private readonly Random _random;
    private readonly int _customers;

    public CustomerFiles(int customers, int seed)
    {
        _customers = customers;
        _random = new Random(seed);
        Files =
        [
            new("c2c_id_999999_987654_1560431657.sync", Links()),
            new("ftp_dpm_999999_123_1560431658.sync", Grants(customers)),
            new("ftp_dpm_999999_123_1560431659.sync", Removals(customers / 2)),
            new("ftp_dpm_999999_123_1560431660.overwrite", Grants(customers / 4, overwrites: true)),
        ];
    }

    /// <summary>In the order in which a folder hands them over.</summary>
    public ImmutableArray<Demo.DemoFile> Files { get; }

    /// <summary>The rows of all files.</summary>
    public int Rows => Files.Sum(file => file.Content.Count(letter => letter == (byte)'\n'));

    /// <summary>The hashed e-mails that belong to each segment of the demo's workspace.</summary>
    public ImmutableSortedDictionary<int, ImmutableSortedSet<string>> Audiences() => new[]
    {
        Audience(1, held => held.Contains(12345) || held.Contains(45678) || held.Contains(11223)),
        Audience(2, held => held.Contains(12345) && held.Contains(23456)),
        Audience(3, held => held.Contains(45678)),
        Audience(4, held => held.Contains(11223) && !held.Contains(12345)),
        Audience(5, held => held.Contains(93342)
            && (held.Contains(27341) || held.Contains(23456))),
    }.ToImmutableSortedDictionary(pair => pair.Segment, pair => pair.Emails);

    private (int Segment, ImmutableSortedSet<string> Emails) Audience(
        int segment, Func<HashSet<int>, bool> isMember) => (segment, _held
            .Where(pair => _linked.Contains(pair.Key) && isMember(pair.Value))
            .Select(pair => Email(pair.Key))
            .ToImmutableSortedSet(StringComparer.Ordinal));

    private byte[] Links()
    {
        var lines = new StringBuilder();
        for (var customer = 0; customer < _customers; customer++)
        {
            if (_random.Next(10) == 0)
            {
                continue;
            }

            _linked.Add(customer);
            lines.Append(CultureInfo.InvariantCulture, $"c{customer}\t{Email(customer)}\n");
        }

        return Bytes(lines);
    }

    private byte[] Grants(int count, bool overwrites = false)
    {
        var lines = new StringBuilder();
        var seen = new HashSet<int>();
        for (var at = 0; at < count; at++)
        {
            AddBadLine(lines);
            var customer = _random.Next(_customers);
            var traits = Enumerable.Range(0, _random.Next(1, 4))
                .Select(_ => Traits[_random.Next(Traits.Length)])
                .ToArray();
            if (overwrites && seen.Add(customer))
            {
                Held(customer).Clear();
            }

            Held(customer).UnionWith(traits);
            lines.Append(CultureInfo.InvariantCulture, $"c{customer}\t")
                .AppendJoin(',', traits.Select(trait => $"d_sid={trait}"))
                .Append('\n');
        }

        return Bytes(lines);
    }

    private byte[] Removals(int count)
    {
        var lines = new StringBuilder();
        for (var at = 0; at < count; at++)
        {
            AddBadLine(lines);
            var customer = _random.Next(_customers);
            var trait = Traits[_random.Next(Traits.Length)];
            Held(customer).Remove(trait);
            lines.Append(
                CultureInfo.InvariantCulture,
                $"c{customer}\t{(at % 2 == 0 ? $"d_unsid={trait}" : $"{trait}:0")}\n");
        }

        return Bytes(lines);
    }

    private void AddBadLine(StringBuilder lines)
    {
        if (_random.Next(20) == 0)
        {
            lines.Append(BadLines[_random.Next(BadLines.Length)]).Append('\n');
        }
    }

    private HashSet<int> Held(int customer) =>
        _held.TryGetValue(customer, out var held) ? held : _held[customer] = [];

    private static string Email(int customer) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"c{customer}@krewe.example"))));

    private static byte[] Bytes(StringBuilder lines) => Encoding.UTF8.GetBytes(lines.ToString());
}
