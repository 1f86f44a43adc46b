namespace Krewe.Contracts.Retention;

/// <summary>Forgets, week by week, the customer IDs that were not seen for as long as their data
/// source keeps them. Key: the workspace.</summary>
[Alias("retention")]
public interface IRetentionGrain : IGrainWithStringKey
{
    /// <summary>Begins a walk over all profiles if a week has passed, or goes on with the one under
    /// way. Answers before it ends.</summary>
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>How far it is.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<RetentionProgress> GetAsync(CancellationToken cancellationToken);
}

/// <summary>What the weekly walks have forgotten.</summary>
/// <remarks><para>Units: identities, each counted once; partitions done of
/// <see cref="Partitions"/>.</para></remarks>
[GenerateSerializer, Immutable, Alias("retention-progress")]
public sealed record RetentionProgress
{
    /// <summary>Into how many parts the profiles are divided for a walk.</summary>
    public const int Partitions = 64;

    /// <summary>When the next walk is due; null before the workspace defines anything.</summary>
    [Id(0)]
    public DateTimeOffset? Next { get; init; }

    /// <summary>When the last walk began; null before the first.</summary>
    [Id(1)]
    public DateTimeOffset? Began { get; init; }

    /// <summary>Partitions done in the last walk.</summary>
    [Id(2)]
    public int Done { get; init; } = Partitions;

    /// <summary>Identities forgotten in the last walk.</summary>
    [Id(3)]
    public long ForgottenInWalk { get; init; }

    /// <summary>Identities forgotten in all walks.</summary>
    [Id(4)]
    public long Forgotten { get; init; }

    /// <summary>True while a walk goes on.</summary>
    public bool IsRunning => Done < Partitions;
}
