using Krewe.Api.Tests.Graph;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;

namespace Krewe.Api.Tests.Segments;

/// <summary>Reads rules by the definitions in force, and answers with figures that are
/// given.</summary>
internal sealed class FakeEstimates(FakeWorkspace workspace) : ISegmentEstimates
{
    public SegmentEstimateReply Reply { get; set; } = new SegmentEstimateReply.Busy(default);

    public List<SegmentQuestion> Questions { get; } = [];

    public Task<SegmentEstimateReply> EstimateAsync(
        WorkspaceId workspaceId, SegmentQuestion question, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        var catalog = Catalog.Compile(
            workspace.Definition, version: 1, new DateOnly(2028, 2, 29));
        var reading = SegmentDraft.Read(question.Rule, question.MergeRule, catalog);
        return Task.FromResult(reading.Draft is null
            ? new SegmentEstimateReply.Refused(reading.Faults, reading.MergeRuleFault)
            : Reply);
    }
}
