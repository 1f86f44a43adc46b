using HotChocolate.Inference;

namespace Krewe.GraphQL.Tests.Inference;

public sealed class NamingTests
{
    [Theory]
    [InlineData("Name", "name")]
    [InlineData("IPAddress", "ipAddress")]
    [InlineData("URL", "url")]
    [InlineData("CRMId", "crmId")]
    [InlineData("DPUUIDs", "dpuuiDs")]
    [InlineData("X", "x")]
    [InlineData("already", "already")]
    public void Camel_case_lowers_the_capitals_it_begins_with(string name, string expected) =>
        Assert.Equal(expected, Naming.Camel(name));

    [Theory]
    [InlineData("AwaitingValidation", "AWAITING_VALIDATION")]
    [InlineData("EmailSha256", "EMAIL_SHA256")]
    [InlineData("CRMId", "CRM_ID")]
    [InlineData("TikTok", "TIK_TOK")]
    [InlineData("ALREADY_UPPER", "ALREADY_UPPER")]
    [InlineData("Sha256Hex", "SHA256_HEX")]
    [InlineData("One", "ONE")]
    public void Enum_value_is_upper_case_with_underscores(string name, string expected) =>
        Assert.Equal(expected, Naming.UpperSnake(name));

    [Theory]
    [InlineData(nameof(Members.GetProfileAsync), "profile")]
    [InlineData(nameof(Members.GetAsync), "async")]
    [InlineData(nameof(Members.Get), "get")]
    [InlineData(nameof(Members.SyncAsync), "syncAsync")]
    [InlineData(nameof(Members.Given), "taken")]
    public void Field_loses_Get_and_where_it_is_awaited_Async(string member, string expected) =>
        Assert.Equal(expected, Naming.FieldOf(typeof(Members).GetMethod(member)!));

    [Fact]
    public void Types_have_the_names_of_their_classes()
    {
        Assert.Equal("NamingTests", Naming.TypeOf(typeof(NamingTests)));
        Assert.Equal("PairOfStringAndInt32", Naming.TypeOf(typeof(Pair<string, int>)));
        Assert.Equal("BrokenError", Naming.TypeOf(typeof(BrokenException)));
        Assert.Equal("NamingTestsInput", Naming.InputOf(typeof(NamingTests)));
        Assert.Equal("SomeInput", Naming.InputOf(typeof(SomeInput)));
    }

    public sealed class Members
    {
        public Task<int> GetProfileAsync() => Task.FromResult(1);

        public Task<int> GetAsync() => Task.FromResult(1);

        public int Get() => 1;

        public int SyncAsync() => 1;

        [HotChocolate.GraphQLName("taken")]
        public int Given() => 1;
    }

    public sealed record Pair<TLeft, TRight>(TLeft Left, TRight Right);

    public sealed class BrokenException : Exception;

    public sealed record SomeInput(int A);
}
