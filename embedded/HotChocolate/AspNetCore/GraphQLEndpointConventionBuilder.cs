using HotChocolate.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Conventions of a GraphQL endpoint.</summary>
public sealed class GraphQLEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _inner;
    private readonly GraphQLServerOptions _options;

    internal GraphQLEndpointConventionBuilder(
        IEndpointConventionBuilder inner, GraphQLServerOptions options)
    {
        _inner = inner;
        _options = options;
    }

    public void Add(Action<EndpointBuilder> convention) => _inner.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) =>
        _inner.Finally(finallyConvention);

    /// <summary>Options of this endpoint alone.</summary>
    public GraphQLEndpointConventionBuilder WithOptions(Action<GraphQLServerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_options);
        return this;
    }
}
