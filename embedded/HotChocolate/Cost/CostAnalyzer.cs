using System.Globalization;
using HotChocolate.Execution;
using HotChocolate.Execution.Inputs;
using HotChocolate.Execution.Plans;
using HotChocolate.Types;

namespace HotChocolate.CostAnalysis;

/// <summary>What an operation costs: its fields, and the objects that it may give.</summary>
internal readonly record struct OperationCost(double Field, double Type)
{
    public static OperationCost operator +(OperationCost left, OperationCost right) =>
        new(left.Field + right.Field, left.Type + right.Type);

    public static OperationCost operator *(OperationCost cost, double times) =>
        new(cost.Field * times, cost.Type * times);
}

/// <summary>A cost that stays the same, in one word that threads can share.</summary>
internal sealed record KnownCost(OperationCost Cost);

/// <summary>What became of the costs of a request.</summary>
/// <param name="Refusal">Set when it costs too much.</param>
/// <param name="Report">What the client asked to be told.</param>
/// <param name="ReportsOnly">The operation is not to be run.</param>
internal readonly record struct CostOutcome(
    OperationResult? Refusal, object? Report, bool ReportsOnly);

/// <summary>Works out, before an operation runs, how much it may cost at most.</summary>
/// <remarks>
/// A leaf costs nothing, an object or list 1, an awaited field 10, unless [Cost] says otherwise.
/// A list multiplies what is below it by its size: what the slicing arguments say, or their
/// default, or the size that is assumed. Of the possible types of a field the dearest counts.
/// </remarks>
internal sealed class CostAnalyzer(Schema schema, CostOptions options)
{
    public const string ModeKey = "HotChocolate.CostAnalysis.Mode";

    private static readonly Dictionary<string, double> NoSizes = [];

    public CostOutcome Check(
        OperationPlan plan, VariableValues variables, OperationRequest request)
    {
        var cost = plan.Cost?.Cost ?? Analyze(plan, variables);
        var mode = request.ContextData?.GetValueOrDefault(ModeKey) as string;
        var report = mode is null
            ? null
            : new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["fieldCost"] = cost.Field,
                ["typeCost"] = cost.Type,
            };
        return options.EnforceCostLimits && Refusal(cost) is { } refusal
            ? new(refusal, report, ReportsOnly: false)
            : new(null, report, ReportsOnly: mode == "validate");
    }

    private OperationCost Analyze(OperationPlan plan, VariableValues variables)
    {
        var cost = CostOf(plan.Root, variables, plan.Conditions.Evaluate(variables), NoSizes);
        if (plan.Conditions.Count == 0 && IsConstant(plan.Root))
        {
            plan.Cost = new KnownCost(cost);
        }

        return cost;
    }

    private bool IsConstant(PlanFields fields) => fields.Fields.All(field =>
        !field.Definition.Cost.SlicingArguments.Any(field.Arguments.IsVariable)
        && (Composite(field.Completion) is not { } composite
            || schema.PossibleTypes(composite.Type)
                .All(type => IsConstant(composite.For(type)))));

    private OperationResult? Refusal(OperationCost cost)
    {
        var (said, value, max, name) = cost.Field > options.MaxFieldCost
            ? ("field", cost.Field, options.MaxFieldCost, "Field")
            : ("type", cost.Type, options.MaxTypeCost, "Type");
        return value <= max
            ? null
            : new(ErrorBuilder.New()
                .SetMessage($"The maximum allowed {said} cost was exceeded.")
                .SetCode(ErrorCodes.CostExceeded)
                .SetExtension($"{said}Cost", value)
                .SetExtension($"max{name}Cost", max)
                .Build())
            {
                HttpStatus = 400,
            };
    }

    /// <param name="fields">What is selected.</param>
    /// <param name="variables">Those of the request.</param>
    /// <param name="conditions">Which conditional fields are there.</param>
    /// <param name="sizes">How long the lists named by the field above are.</param>
    private OperationCost CostOf(
        PlanFields fields,
        VariableValues variables,
        ulong conditions,
        Dictionary<string, double> sizes)
    {
        var sum = default(OperationCost);
        foreach (var field in fields.Fields.Where(field => field.IsIncluded(conditions)))
        {
            sum += CostOf(field, variables, conditions, sizes);
        }

        return sum;
    }

    private OperationCost CostOf(
        PlanField field,
        VariableValues variables,
        ulong conditions,
        Dictionary<string, double> sizes)
    {
        var (definition, cost) = (field.Definition, field.Definition.Cost);
        var own = cost.Weight ?? WeightOf(definition);
        if (Composite(field.Completion) is not { } composite
            || definition.Name.StartsWith("__", StringComparison.Ordinal))
        {
            return new(own, 0);
        }

        var size = SizeOf(field, variables);
        var below = cost.SizedFields.Count > 0
            ? cost.SizedFields.ToDictionary(name => name, _ => size, StringComparer.Ordinal)
            : NoSizes;
        var times = field.Completion is ListCompletion
            ? sizes.GetValueOrDefault(definition.Name, size)
            : 1;
        var inner = schema.PossibleTypes(composite.Type)
            .Select(type => CostOf(composite.For(type), variables, conditions, below))
            .Aggregate(default(OperationCost), Dearest);
        return new OperationCost(own, 0) + ((inner + new OperationCost(0, 1)) * times);
    }

    private double WeightOf(OutputField definition) =>
        definition.Resolver is { IsAsync: true } ? options.DefaultResolverCost ?? 1
        : definition.Type.Named.IsLeaf && definition.Type.Nullable is not ListType ? 0
        : 1;

    private static double SizeOf(PlanField field, VariableValues variables)
    {
        var cost = field.Definition.Cost;
        foreach (var name in cost.SlicingArguments)
        {
            var value = field.Arguments.Value(name, variables);
            if (value.Kind is InputKind.Int && double.TryParse(
                value.Text, CultureInfo.InvariantCulture, out var size))
            {
                return Math.Max(size, 0);
            }
        }

        return (cost.SlicingArguments.Count > 0 ? cost.SlicingDefault : null)
            ?? cost.AssumedSize
            ?? 1;
    }

    private static OperationCost Dearest(OperationCost left, OperationCost right) =>
        new(Math.Max(left.Field, right.Field), Math.Max(left.Type, right.Type));

    private static CompositeCompletion? Composite(Completion completion) => completion switch
    {
        ListCompletion list => Composite(list.Item),
        _ => completion as CompositeCompletion,
    };
}
