namespace Krewe.Contracts.Segments;

/// <summary>Decides every profile of a workspace anew after its definitions changed. Key: the
/// workspace.</summary>
[Alias("backfill")]
public interface IBackfillGrain : IGrainWithStringKey
{
    /// <summary>Asks for a walk by definitions of a version or later; one that is under way starts
    /// again. Durable when it returns.</summary>
    [Alias("start")]
    Task StartAsync(long catalogVersion, CancellationToken cancellationToken);

    /// <summary>How far the walk is.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<BackfillProgress> GetAsync(CancellationToken cancellationToken);
}

/// <summary>How far a walk over all profiles is.</summary>
/// <remarks><para>Units: partitions done of <see cref="Partitions"/>.</para></remarks>
[GenerateSerializer, Immutable, Alias("backfill-progress")]
public sealed record BackfillProgress
{
    /// <summary>Into how many parts the profiles are divided for the walk.</summary>
    public const int Partitions = 64;

    /// <summary>The definitions to decide by; 0: nothing was ever asked for.</summary>
    [Id(0)]
    public long CatalogVersion { get; init; }

    /// <summary>Partitions done.</summary>
    [Id(1)]
    public int Done { get; init; } = Partitions;

    /// <summary>Profiles looked at in this walk.</summary>
    [Id(2)]
    public long Profiles { get; init; }

    /// <summary>True while the walk goes on.</summary>
    public bool IsRunning => Done < Partitions;
}
