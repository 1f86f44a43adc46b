using HotChocolate;
using HotChocolate.Types;

namespace Krewe.Api.Activation;

/// <summary>What can be said of a destination besides.</summary>
[ExtendObjectType<DestinationView>]
public sealed class DestinationDetails
{
    /// <summary>Its number.</summary>
    [GraphQLDescription("The number that reports name.")]
    public long GetDestinationId([Parent] DestinationView destination) =>
        destination.Key.Value;
}
