using System.Collections.Immutable;
using Krewe.Contracts.Retention;
using Krewe.Domain.Codecs;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Retention;

/// <summary>How far the forgetting is.</summary>
/// <remarks>Units: instants in Unix seconds, 0 for never.</remarks>
[GenerateSerializer, Immutable, Alias("retention-state")]
internal sealed record RetentionState
{
    [Id(0)]
    public long Next { get; init; }

    /// <summary>When the last walk began: what it decides by.</summary>
    [Id(1)]
    public long Began { get; init; }

    [Id(2)]
    public int Done { get; init; } = RetentionProgress.Partitions;

    /// <summary>What is being forgotten, and not counted yet.</summary>
    [Id(3)]
    public ImmutableArray<ForgettingOne> Pending { get; init; } = [];

    [Id(4)]
    public long ForgottenInWalk { get; init; }

    [Id(5)]
    public long Forgotten { get; init; }

    public bool IsRunning => Done < RetentionProgress.Partitions;
}

/// <summary>An identity that is being forgotten, and the profile that held it.</summary>
[GenerateSerializer, Immutable, Alias("forgetting-one")]
internal readonly record struct ForgettingOne(
    [property: Id(0)] IdentityKey Profile, [property: Id(1)] IdentityKey Identity);

/// <summary>The binary form of <see cref="RetentionState"/>.</summary>
internal static class RetentionCodec
{
    private const byte FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write(RetentionState state)
    {
        var writer = new StateWriter(64 * (state.Pending.Length + 1));
        writer.Byte(FormatVersion);
        writer.Signed(state.Next);
        writer.Signed(state.Began);
        writer.Count(state.Done);
        writer.Signed(state.ForgottenInWalk);
        writer.Signed(state.Forgotten);
        writer.Count(state.Pending.Length);
        foreach (var one in state.Pending)
        {
            writer.Identity(one.Profile);
            writer.Identity(one.Identity);
        }

        return writer.Finish();
    }

    public static RetentionState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("retention", FormatVersion);
        var state = new RetentionState
        {
            Next = reader.Signed(),
            Began = reader.Signed(),
            Done = reader.Int(),
            ForgottenInWalk = reader.Signed(),
            Forgotten = reader.Signed(),
        };
        var pending = ImmutableArray.CreateBuilder<ForgettingOne>(reader.Count());
        while (pending.Count < pending.Capacity)
        {
            pending.Add(new ForgettingOne(reader.Identity(), reader.Identity()));
        }

        return state with { Pending = pending.MoveToImmutable() };
    }
}
