using System.Text;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class UserIdRulesTests
{
    private const string Uuid = "6d92078a-8246-4ba4-ae5b-76104861e7dc";

    [Theory]
    [InlineData("a:b", LineFault.IdWithColon)]
    [InlineData("a%3ab", LineFault.IdWithColon)]
    [InlineData("a%3Ab", LineFault.IdWithColon)]
    [InlineData("john@example.com", LineFault.RawEmail)]
    [InlineData("john%40example.com", LineFault.RawEmail)]
    [InlineData("john%40example%2Ecom", LineFault.RawEmail)]
    [InlineData(" john@example.com ", LineFault.RawEmail)]
    [InlineData("a%20b", LineFault.IdUrlEncoded)]
    [InlineData(" a", LineFault.IdSurroundedBySpaces)]
    [InlineData("a ", LineFault.IdSurroundedBySpaces)]
    [InlineData("", LineFault.PlaceholderId)]
    [InlineData("NULL", LineFault.PlaceholderId)]
    [InlineData("n/a", LineFault.PlaceholderId)]
    [InlineData("undefined", LineFault.PlaceholderId)]
    [InlineData("Anonymous", LineFault.PlaceholderId)]
    [InlineData("-1", LineFault.PlaceholderId)]
    [InlineData("000-000", LineFault.PlaceholderId)]
    [InlineData("00000000-0000-0000-0000-000000000000", LineFault.PlaceholderId)]
    [InlineData("10-0", LineFault.None)]
    [InlineData("john@home", LineFault.None)]
    [InlineData("100%", LineFault.None)]
    [InlineData("0", LineFault.None)]
    [InlineData("crm 12", LineFault.None)]
    [InlineData(InboundFiles.Customer, LineFault.None)]
    public void Customer_ids_are_checked(string id, LineFault fault) =>
        Check(999999, HashLabel.None, id, fault);

    [Fact]
    public void Customer_ids_have_a_length()
    {
        Check(1, HashLabel.None, new string('x', IdentityValue.LengthMax), LineFault.None);
        Check(1, HashLabel.None, new string('x', IdentityValue.LengthMax + 1), LineFault.IdTooLong);
    }

    [Fact]
    public void Url_encoding_is_refused_in_id_sync_files_only() => Assert.Equal(
        LineFault.None,
        new UserIdRules(new(1), HashLabel.None, isIdSync: false).Check("a%20b"u8, out _));

    [Theory]
    [InlineData("55E79200C1635B37AD31A378C39FEB12F120F116625093A19BC32FFF15041149",
        LineFault.HashUpperCase)]
    [InlineData("55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff1504114",
        LineFault.HashLength)]
    [InlineData("55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff150411490",
        LineFault.HashLength)]
    [InlineData("55g79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149",
        LineFault.HashNotHex)]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        LineFault.PlaceholderId)]
    [InlineData("johndoe@example.com", LineFault.RawEmail)]
    [InlineData("null", LineFault.PlaceholderId)]
    [InlineData(" " + InboundFiles.Hash, LineFault.IdSurroundedBySpaces)]
    [InlineData(InboundFiles.Hash, LineFault.None)]
    public void Hashes_are_checked(string id, LineFault fault) =>
        Check(987654, HashLabel.EmailsSha256Lowercased, id, fault);

    [Theory]
    [InlineData(0, InboundFiles.Customer, LineFault.None)]
    [InlineData(0, "6807998276567319850405265607445619603", LineFault.InvalidAamId)]
    [InlineData(0, "6807998276567319850405265607445619603a", LineFault.InvalidAamId)]
    [InlineData(20914, Uuid, LineFault.None)]
    [InlineData(20914, "6D92078A-8246-4BA4-AE5B-76104861E7DC", LineFault.InvalidDeviceId)]
    [InlineData(20914, "6d92078a82464ba4ae5b76104861e7dc", LineFault.InvalidDeviceId)]
    [InlineData(20914, "00000000-0000-0000-0000-000000000000", LineFault.InvalidDeviceId)]
    [InlineData(20915, "6D92078A-8246-4BA4-AE5B-76104861E7DC", LineFault.None)]
    [InlineData(20915, Uuid, LineFault.InvalidDeviceId)]
    [InlineData(121963, Uuid, LineFault.None)]
    [InlineData(488258, Uuid, LineFault.None)]
    [InlineData(1171485, Uuid, LineFault.None)]
    [InlineData(1171485, "6d92078a-8246-4ba4-ae5b-76104861e7dg", LineFault.InvalidDeviceId)]
    [InlineData(389146, "8A3E9D5C0B1F", LineFault.None)]
    [InlineData(963906, "abc_1", LineFault.InvalidDeviceId)]
    [InlineData(1171489, "7XCBNROQJQPYW", LineFault.None)]
    [InlineData(1171489, "", LineFault.InvalidDeviceId)]
    public void Device_ids_have_the_form_of_their_data_source(
        int source, string id, LineFault fault) => Check(source, HashLabel.None, id, fault);

    [Fact]
    public void Reason_names_the_expected_kind_of_device_id()
    {
        static string Reason(int source) => new UserIdRules(new(source), default, isIdSync: false)
            .Reason(LineFault.InvalidDeviceId);

        Assert.Equal(
            "The user id is not an id of data source 20915, Apple advertising ID (IDFA): expected "
            + "a UUID in upper case (8-4-4-4-12), not all zeros.",
            Reason(20915));
        Assert.Equal(
            "The user id is not an id of data source 20914, Google advertising ID (GAID): "
            + "expected a UUID in lower case (8-4-4-4-12), not all zeros.",
            Reason(20914));
        Assert.Equal(
            "The user id is not an id of data source 1171489, Vizio advertising ID (IFA): "
            + "expected letters and digits.",
            Reason(1171489));
    }

    private static void Check(int source, HashLabel shareAs, string id, LineFault fault)
    {
        var rules = new UserIdRules(new DataSourceId(source), shareAs, isIdSync: true);

        Assert.Equal(fault, rules.Check(Encoding.UTF8.GetBytes(id), out var value));
        Assert.Equal(fault == LineFault.None ? id : string.Empty, value.ToString());
    }
}
