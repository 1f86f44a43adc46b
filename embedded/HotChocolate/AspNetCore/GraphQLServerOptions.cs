namespace HotChocolate.AspNetCore;

/// <summary>How a schema is served.</summary>
public sealed class GraphQLServerOptions
{
    /// <summary>Whether queries may come as GET. Default true.</summary>
    public bool EnableGetRequests { get; set; } = true;

    /// <summary>What may come as GET. Default queries alone.</summary>
    public AllowedGetOperations AllowedGetOperations { get; set; } = AllowedGetOperations.Query;

    /// <summary>Whether the schema can be downloaded, by <c>?sdl</c>. Default true.</summary>
    public bool EnableSchemaRequests { get; set; } = true;

    public GraphQLSocketOptions Sockets { get; set; } = new();

    internal GraphQLServerOptions Copy() => new()
    {
        EnableGetRequests = EnableGetRequests,
        AllowedGetOperations = AllowedGetOperations,
        EnableSchemaRequests = EnableSchemaRequests,
        Sockets = new()
        {
            ConnectionInitializationTimeout = Sockets.ConnectionInitializationTimeout,
            KeepAliveInterval = Sockets.KeepAliveInterval,
        },
    };
}

/// <summary>Which operations may come as GET.</summary>
[Flags]
public enum AllowedGetOperations
{
    None = 0,
    Query = 1,
    Mutation = 2,
    Subscription = 4,
    QueryAndMutation = Query | Mutation,
    All = Query | Mutation | Subscription,
}

public sealed class GraphQLSocketOptions
{
    /// <summary>How long a client may take to introduce itself. Default 10 seconds.</summary>
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the client is asked whether it is there. Default 5 seconds.</summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);
}
