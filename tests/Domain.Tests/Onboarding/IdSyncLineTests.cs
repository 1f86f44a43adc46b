using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class IdSyncLineTests
{
    private const string Customers = "c2c_id_999999_987654_1560431657.sync";
    private const string Devices = "adobe_id_0_12345_20914_1476312876.sync";
    private const string Gaid = "6d92078a-8246-4ba4-ae5b-76104861e7dc";

    [Theory]
    [InlineData(Customers, "a", LineFault.WrongColumnCount)]
    [InlineData(Customers, "\t" + InboundFiles.Hash, LineFault.EmptyColumn)]
    [InlineData(Customers, "a\t", LineFault.TrailingBlank)]
    [InlineData(Customers, "a\t" + InboundFiles.Hash + " ", LineFault.TrailingBlank)]
    [InlineData(Customers, "a\t" + InboundFiles.Hash + ",", LineFault.EmptyColumn)]
    [InlineData(Customers, "a\t," + InboundFiles.Hash, LineFault.EmptyColumn)]
    [InlineData(Customers, "a\t\t" + InboundFiles.Hash, LineFault.EmptyColumn)]
    [InlineData(Customers, "a\tjohndoe@example.com", LineFault.RawEmail)]
    [InlineData(Customers, "johndoe@example.com\t" + InboundFiles.Hash, LineFault.RawEmail)]
    [InlineData(Customers, "a\t" + InboundFiles.Hash + ",abc", LineFault.HashLength)]
    [InlineData(Customers, "a%20b\t" + InboundFiles.Hash, LineFault.IdUrlEncoded)]
    [InlineData(Devices, InboundFiles.Customer + "\tcrm", LineFault.WrongColumnCount)]
    [InlineData(Devices, InboundFiles.Customer + "\tcrm\ta\tb", LineFault.WrongColumnCount)]
    [InlineData(Devices, InboundFiles.Customer + "\t\t" + Gaid, LineFault.EmptyColumn)]
    [InlineData(Devices, "123\tcrm\t" + Gaid, LineFault.InvalidAamId)]
    [InlineData(Devices, InboundFiles.Customer + "\tcrm\tA", LineFault.InvalidDeviceId)]
    [InlineData(Devices, InboundFiles.Customer + "\tc\u0001\t" + Gaid, LineFault.ControlCharacter)]
    public void Resolve_refuses_the_row_whole(string file, string row, LineFault expected)
    {
        var (fault, ids, _) = Resolve(file, row);

        Assert.Equal(expected, fault);
        Assert.Empty(ids);
    }

    [Fact]
    public void Resolve_reads_the_source_sample()
    {
        var (fault, ids, dropped) = Resolve(
            Customers, $"{InboundFiles.Customer}\t{InboundFiles.Hash}");

        Assert.Equal((LineFault.None, 0), (fault, dropped));
        Assert.Equal(
            [$"999999/{InboundFiles.Customer}", $"987654/{InboundFiles.Hash}"], ids);
    }

    [Fact]
    public void Resolve_reads_a_column_for_each_data_source()
    {
        var (_, ids, _) = Resolve(Devices, $"{InboundFiles.Customer}\tcrm 1\t{Gaid}");

        Assert.Equal([$"0/{InboundFiles.Customer}", "12345/crm 1", $"20914/{Gaid}"], ids);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(", ")]
    [InlineData("\t")]
    public void Resolve_takes_hashes_apart_at_commas_and_tabs(string separator)
    {
        var hashes = Hashes(10);
        var (fault, ids, dropped) = Resolve(Customers, $"a\t{string.Join(separator, hashes)}");

        Assert.Equal((LineFault.None, 0), (fault, dropped));
        Assert.Equal(hashes.Select(hash => $"987654/{hash}"), ids.Skip(1));
    }

    [Fact]
    public void Resolve_keeps_the_last_ten_hashes_in_their_order()
    {
        var hashes = Hashes(13);
        var (fault, ids, dropped) = Resolve(Customers, $"a\t{string.Join(',', hashes)}");

        Assert.Equal((LineFault.None, 3), (fault, dropped));
        Assert.Equal(hashes.Skip(3).Select(hash => $"987654/{hash}"), ids.Skip(1));
    }

    [Fact]
    public void Resolve_counts_a_hash_once_at_its_last_place()
    {
        var hashes = Hashes(10);
        var (_, ids, dropped) = Resolve(
            Customers, $"a\t{hashes[9]},{hashes[0]},{string.Join(',', hashes)}");

        Assert.Equal(0, dropped);
        Assert.Equal(hashes.Select(hash => $"987654/{hash}"), ids.Skip(1));
    }

    [Fact]
    public void Rules_are_those_of_the_column_with_the_fault()
    {
        var resolver = Resolver(Devices);
        var row = Encoding.UTF8.GetBytes($"{InboundFiles.Customer}\tcrm\tA");
        _ = resolver.Resolve(row, [], out _);

        Assert.Equal(20914, resolver.IdRules.Source.Value);
    }

    private static string[] Hashes(int count) =>
        [.. Enumerable.Range(0, count).Select(number => number.ToString("x64", null))];

    private static IdSyncLineResolver Resolver(string file) =>
        new(InboundFiles.Name<IdSyncFileName>(file), _ => HashLabel.None);

    private static (LineFault Fault, string[] Ids, int Dropped) Resolve(string file, string row)
    {
        List<IdentityKey> ids = [];
        var fault = Resolver(file).Resolve(Encoding.UTF8.GetBytes(row), ids, out var dropped);
        return (fault, [.. ids.Select(id => id.ToString())], dropped);
    }
}
