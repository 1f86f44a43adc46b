using System.Text.Json;
using Krewe.Embedded.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Storage.Tests;

#pragma warning disable CA1001 // DisposeAsync is called by the runner.
public sealed class EmbeddedGrainStorageTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Name = "profile";

    private static readonly GrainId Grain = GrainId.Create("profile", "main/7");

    private readonly TempDirectory _directory = new();
    private EmbeddedStore _store = null!;
    private EmbeddedGrainStorage _storage = null!;

    public async Task InitializeAsync()
    {
        _store = await TestStores.OpenAsync(_directory.Path);
        _storage = new EmbeddedGrainStorage(_store, new JsonStates());
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_write_with_another_etag_throws_with_both_etags_and_changes_nothing()
    {
        var mine = await WrittenAsync("mine");
        var theirs = await ReadAsync();
        theirs.State = new Person("theirs");
        await _storage.WriteStateAsync(Name, Grain, theirs);

        mine.State = new Person("too late");
        var fault = await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync(Name, Grain, mine));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.ClearStateAsync(Name, Grain, mine));

        Assert.Equal(theirs.ETag, fault.StoredEtag);
        Assert.Equal(mine.ETag, fault.CurrentEtag);
        Assert.Equal("theirs", (await ReadAsync()).State.Name);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("not a number")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task A_write_with_an_etag_where_nothing_is_stored_throws(string etag)
    {
        var state = new GrainState<Person>(new Person("one"), etag);

        var fault = await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync(Name, Grain, state));

        Assert.Null(fault.StoredEtag);
        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task A_write_without_an_etag_over_a_stored_state_throws()
    {
        await WrittenAsync("one");

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync(Name, Grain, new GrainState<Person>(new Person("two"))));

        Assert.Equal("one", (await ReadAsync()).State.Name);
    }

    [Fact]
    public async Task An_etag_from_before_a_clear_is_never_right_again()
    {
        var old = await WrittenAsync("one");
        var state = await ReadAsync();
        await _storage.ClearStateAsync(Name, Grain, state);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        state.State = new Person("two");
        await _storage.WriteStateAsync(Name, Grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.WriteStateAsync(Name, Grain, old));
    }

    [Fact]
    public async Task A_state_comes_back_with_its_etag_also_after_a_restart()
    {
        var written = await WrittenAsync("one");
        await _store.DisposeAsync();
        await InitializeAsync();

        var read = await ReadAsync();

        Assert.Equal(new Person("one"), read.State);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
        await _storage.WriteStateAsync(Name, Grain, read);
        Assert.NotEqual(written.ETag, read.ETag, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_read_of_nothing_gives_an_empty_state()
    {
        var state = new GrainState<Person>(new Person("left over"), "5") { RecordExists = true };

        await _storage.ReadStateAsync(Name, Grain, state);

        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        Assert.Null(state.State.Name);
    }

    /// <summary>States much larger than memory, so that most etags are looked up on disk.</summary>
    [Fact]
    public async Task Etags_hold_for_states_on_disk()
    {
        const int Grains = 3_000;
        var name = new string('x', 10_000);
        var states = new GrainState<Person>[Grains];
        await Task.WhenAll(Enumerable.Range(0, Grains).Select(async number =>
        {
            states[number] = new GrainState<Person>(new Person(name));
            await _storage.WriteStateAsync(Name, Id(number), states[number]);
        }));
        var stale = states.Select(state => state.ETag).ToArray();

        await Task.WhenAll(Enumerable.Range(0, Grains).Select(
            number => _storage.WriteStateAsync(Name, Id(number), states[number])));

        await Task.WhenAll(Enumerable.Range(0, Grains).Select(async number =>
        {
            var late = new GrainState<Person>(new Person("late"), stale[number]);
            var fault = await Assert.ThrowsAsync<InconsistentStateException>(
                () => _storage.WriteStateAsync(Name, Id(number), late));
            Assert.Equal(states[number].ETag, fault.StoredEtag);
        }));

        static GrainId Id(int number) => GrainId.Create("profile", $"main/{number}");
    }

    /// <summary>Of many who write with the same etag one wins, and the others are told.</summary>
    [Fact]
    public async Task One_of_many_writers_with_the_same_etag_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var start = await ReadAsync();
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
            {
                var state = new GrainState<Person>(new Person($"{writer}"), start.ETag);
                return await Record.ExceptionAsync(
                    () => _storage.WriteStateAsync(Name, Grain, state)) is null;
            }));
            Assert.Single(outcomes, won => won);
        }
    }

    private async Task<GrainState<Person>> WrittenAsync(string name)
    {
        var state = new GrainState<Person>(new Person(name));
        await _storage.WriteStateAsync(Name, Grain, state);
        return state;
    }

    private async Task<GrainState<Person>> ReadAsync()
    {
        var state = new GrainState<Person>();
        await _storage.ReadStateAsync(Name, Grain, state);
        return state;
    }

    private sealed record Person(string? Name)
    {
        public Person()
            : this(Name: null)
        {
        }
    }

    private sealed class JsonStates : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) =>
            new(JsonSerializer.SerializeToUtf8Bytes(input));

        public T? Deserialize<T>(BinaryData input) =>
            JsonSerializer.Deserialize<T>(input.ToMemory().Span);
    }
}
