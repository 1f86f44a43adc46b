namespace Orleans.Configuration;

/// <summary>What the cluster is called.</summary>
public class ClusterOptions
{
    public const string DefaultClusterId = "default";
    public const string DefaultServiceId = "default";

    public string ClusterId { get; set; } = DefaultClusterId;

    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>When activations end.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may be idle.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for single classes, by full name.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } =
        new(StringComparer.Ordinal);

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether activations end when memory is short. Default false.</summary>
    public bool EnableActivationSheddingOnMemoryPressure { get; set; }

    /// <summary>How often memory is looked at. Default 5 s.</summary>
    public TimeSpan MemoryUsagePollingPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Above how many percent of the memory activations end. Default 80.</summary>
    public double MemoryUsageLimitPercentage { get; set; } = 80;

    /// <summary>Down to how many percent. Default 75.</summary>
    public double MemoryUsageTargetPercentage { get; set; } = 75;
}

/// <summary>Limits of calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    public bool DropExpiredMessages { get; set; } = true;
}

/// <summary>Limits of calls within the silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How many calls may wait for one activation; 0 is without limit.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>The same for a stateless worker.</summary>
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; }

    public int MaxEnqueuedRequestsSoftLimit { get; set; }

    public int MaxEnqueuedRequestsSoftLimit_StatelessWorker { get; set; }
}

/// <summary>Limits of calls from outside; in one process the silo's apply.</summary>
public class ClientMessagingOptions : MessagingOptions;

/// <summary>How turns are watched.</summary>
public class SchedulingOptions
{
    /// <summary>How long a turn may keep its thread before it is told of. Default 1 s.</summary>
    public TimeSpan TurnWarningLengthThreshold { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Options of the storage in memory.</summary>
public class MemoryGrainStorageOptions
{
    public const int NumStorageGrainsDefaultValue = 10;

    public int NumStorageGrains { get; set; } = NumStorageGrainsDefaultValue;
}
