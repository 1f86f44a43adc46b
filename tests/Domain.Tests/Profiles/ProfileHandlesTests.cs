using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileHandlesTests
{
    private static readonly ProfileHandleSecret First = Secret(1);

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Text_that_was_never_sealed_opens_to_nothing(string handle)
    {
        using var handles = new ProfileHandles(First);
        Assert.False(handles.TryOpen(handle, out var key));
        Assert.Equal(default, key);
    }

    [Fact]
    public void Text_of_any_length_opens_to_nothing()
    {
        using var handles = new ProfileHandles(First);
        for (var length = 0; length < 2_000; length++)
        {
            Assert.False(handles.TryOpen(new string('Q', length), out _));
        }
    }

    [Fact]
    public void Handle_that_was_changed_anywhere_opens_to_nothing_else()
    {
        using var handles = new ProfileHandles(First);
        var key = Key("someone@krewe.example");
        var handle = handles.Seal(key);
        for (var at = 0; at < handle.Length; at++)
        {
            var other = handle.ToCharArray();
            other[at] = other[at] == 'A' ? 'B' : 'A';
            Assert.True(!handles.TryOpen(other, out var opened) || opened == key, $"at {at}");
        }
    }

    [Fact]
    public void Handle_of_another_secret_opens_to_nothing()
    {
        using var handles = new ProfileHandles(First);
        using var others = new ProfileHandles(Secret(2));
        Assert.False(others.TryOpen(handles.Seal(Key("1")), out _));
    }

    [Fact]
    public void Handle_opens_to_its_profile_and_shows_nothing_of_it()
    {
        using var handles = new ProfileHandles(First);
        for (var length = 1; length <= IdentityValue.LengthMax; length++)
        {
            var key = Key(new string('x', length));
            var handle = handles.Seal(key);
            Assert.True(handles.TryOpen(handle, out var opened), $"length {length}");
            Assert.Equal(key, opened);
            Assert.DoesNotContain("xxxxxx", handle, StringComparison.Ordinal);
        }
    }

    // Apps keep handles: they stay the same from release to release.
    [Fact]
    public void Handle_is_always_the_same()
    {
        using var handles = new ProfileHandles(First);
        Assert.Equal(
            "iU1C4nAyBFQP_FhCjXC_lkC6m0-LteBWrFc2orlyb-6bDSgR6vADAdxC0BBm86XC",
            handles.Seal(new IdentityKey(new DataSourceId(999_999), Value("customer 1"))));
    }

    [Fact]
    public async Task Threads_can_share_handles()
    {
        using var handles = new ProfileHandles(First);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var n = 0; n < 1_000; n++)
            {
                var key = Key($"{thread} {n}");
                Assert.True(handles.TryOpen(handles.Seal(key), out var opened));
                Assert.Equal(key, opened);
            }
        })));
    }

    [Fact]
    public void Secret_is_kept_as_it_is_and_does_not_print()
    {
        var bytes = ProfileHandleSecret.Write(First).ToArray();
        Assert.Equal(
            "010102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20",
            Convert.ToHexString(bytes));
        Assert.True(First.Bytes.SequenceEqual(ProfileHandleSecret.Read(bytes).Bytes));
        Assert.Throws<FormatException>(() => ProfileHandleSecret.Read(bytes.AsSpan(0, 20)));
        Assert.Throws<FormatException>(() => ProfileHandleSecret.Read([9, .. bytes.AsSpan(1)]));
        Assert.Equal("ProfileHandleSecret", First.ToString());
    }

    private static ProfileHandleSecret Secret(byte first) => new()
    {
        Bytes = [.. Enumerable.Range(first, ProfileHandleSecret.LengthBytes).Select(n => (byte)n)],
    };

    private static IdentityKey Key(string value) => new(new DataSourceId(7), Value(value));

    private static IdentityValue Value(string text)
    {
        Assert.True(IdentityValue.TryParse(text, out var value));
        return value;
    }
}
