using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class PersonalDataTests
{
    private static readonly Arbitrary<string> Lines = Gen.Elements(
            "jane", "secret", "@", "%40", ".com", "\t", ",", "=", ";", " ", "é", "😀", "\u0001",
            new string('x', 90))
        .ListOf().Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("johndoe@example.com\td_sid=1", "j***@…⇥d_sid=1")]
    [InlineData("12\tmail=john%40example.com,k=v", "12⇥mail=j***@…,k=v")]
    [InlineData("@example.com", "***@…")]
    [InlineData("\"john doe\"@example.com", "\"***@…")]
    [InlineData("a\u0001b", "a\uFFFDb")]
    [InlineData("", "")]
    public void Excerpt_masks_addresses(string line, string expected) =>
        Assert.Equal(expected, PersonalData.Excerpt(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Excerpt_masks_an_address_whose_at_sign_is_beyond_the_cut()
    {
        var line = Encoding.UTF8.GetBytes($"id\tj{new string('o', 200)}@example.com");

        Assert.Equal("id⇥j***@…", PersonalData.Excerpt(line));
    }

    [Fact]
    public void Excerpt_is_short_and_shows_one_character_of_an_address_at_most() =>
        Prop.ForAll(Lines, line =>
        {
            var excerpt = PersonalData.Excerpt(Encoding.UTF8.GetBytes(line));
            return excerpt.Length <= PersonalData.ExcerptLengthMax
                && !excerpt.Any(char.IsControl)
                && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(excerpt)) == excerpt
                && excerpt.Split('⇥', ',', '=', ';').All(field =>
                    !field.Contains('@', StringComparison.Ordinal) || field.Length <= 7);
        }).QuickCheckThrowOnFailure();
}
