using HotChocolate;
using HotChocolate.Types;

namespace Krewe.Api.Segments;

/// <summary>What can be said of a segment besides.</summary>
[ExtendObjectType<SegmentView>]
public sealed class SegmentDetails
{
    /// <summary>The customer's own id of it.</summary>
    public string? GetIntegrationCode([Parent] SegmentView segment) =>
        segment.Definition.IntegrationCode;
}
