using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Execution.Plans;

/// <summary>An operation, validated and compiled. Shared by all requests that ask for it.</summary>
internal sealed class OperationPlan(
    OperationDefinitionNode operation,
    PlanFields root,
    IReadOnlyList<OperationVariable> variables,
    Conditions conditions)
{
    public OperationDefinitionNode Node { get; } = operation;

    public OperationType Kind { get; } = operation.Operation;

    public string? Name { get; } = operation.Name?.Value;

    public PlanFields Root { get; } = root;

    public IReadOnlyList<OperationVariable> Variables { get; } = variables;

    public Conditions Conditions { get; } = conditions;

    /// <summary>What it costs; null: not known yet, or a variable has a say in it.</summary>
    public CostAnalysis.KnownCost? Cost { get; set; }
}
