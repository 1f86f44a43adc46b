using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Variables: defined once, of an input type, used, and used where they fit.</summary>
internal static class VariableRules
{
    public static void CheckAreUnique(ValidationContext context, OperationDefinitionNode operation)
    {
        var variables = operation.VariableDefinitions;
        foreach (var names in Repeated.Names(variables, static variable => variable.Variable.Name))
        {
            context.Report(
                "sec-Variable-Uniqueness",
                $"There can be only one variable named \"${((NameNode)names[0]).Value}\".",
                names);
        }
    }

    public static void CheckIsInput(
        ValidationContext context, VariableDefinitionNode node, ITypeView? type)
    {
        if (type is not null && !type.Named.IsInput())
        {
            context.Report(
                "sec-Variables-Are-Input-Types",
                $"Variable \"${node.Variable.Value}\" cannot be non-input type \"{type}\".",
                node.Type);
        }
    }

    /// <summary>Checks the uses in all operations, those in fragments they reach too.</summary>
    public static void CheckUsages(ValidationContext context)
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode operation)
            {
                new UsagesOfOperation(context, operation).Check();
            }
        }
    }

    private sealed class UsagesOfOperation
    {
        private readonly ValidationContext _context;
        private readonly OperationDefinitionNode _operation;
        private readonly VariableScope _scope;
        private readonly List<FragmentDefinitionNode> _fragments;

        public UsagesOfOperation(ValidationContext context, OperationDefinitionNode operation)
        {
            _context = context;
            _operation = operation;
            _scope = new VariableScope(operation.VariableDefinitions);
            _fragments = context.Fragments.Count == 0
                ? []
                : context.Fragments.ReachedFrom([operation.SelectionSet], context);
        }

        public void Check()
        {
            Each(CheckIsDefined);
            CheckAreUsed();
            Each(CheckFits);
        }

        private void Each(Action<VariableUsage> check)
        {
            foreach (var usage in _context.Usages.Of(_operation))
            {
                check(usage);
            }

            for (var i = 0; i < _fragments.Count; i++)
            {
                var usages = _context.Usages.Of(_fragments[i]);
                _context.CountSteps(usages.Length);
                foreach (var usage in usages)
                {
                    check(usage);
                }
            }
        }

        private void CheckIsDefined(VariableUsage usage)
        {
            if (_scope.Use(usage.Node.Value) is null)
            {
                _context.Report(
                    "sec-All-Variable-Uses-Defined",
                    _operation.Name is { } name
                        ? $"Variable \"${usage.Node.Value}\" is not defined by operation "
                            + $"\"{name.Value}\"."
                        : $"Variable \"${usage.Node.Value}\" is not defined.",
                    usage.Node,
                    _operation);
            }
        }

        private void CheckAreUsed()
        {
            foreach (var definition in _operation.VariableDefinitions)
            {
                if (!_scope.IsUsed(definition))
                {
                    _context.Report(
                        "sec-All-Variables-Used",
                        _operation.Name is { } name
                            ? $"Variable \"${definition.Variable.Value}\" is never used in "
                                + $"operation \"{name.Value}\"."
                            : $"Variable \"${definition.Variable.Value}\" is never used.",
                        definition);
                }
            }
        }

        private void CheckFits(VariableUsage usage)
        {
            if (usage.Type is not { } expected
                || _scope.Use(usage.Node.Value) is not { } definition
                || _context.Schema.Resolve(definition.Type) is not { } type)
            {
                return;
            }

            if (!IsAllowed(type, definition.DefaultValue, expected, usage.HasDefault))
            {
                _context.Report(
                    "sec-All-Variable-Usages-Are-Allowed",
                    $"Variable \"${usage.Node.Value}\" of type \"{type}\" used in position "
                        + $"expecting type \"{expected}\".",
                    definition,
                    usage.Node);
            }

            if (usage.OneOf is { } oneOf && !type.IsNonNull)
            {
                _context.Report(
                    "sec-All-Variable-Usages-Are-Allowed",
                    $"Variable \"${usage.Node.Value}\" is of type \"{type}\" but must be "
                        + $"non-nullable to be used for OneOf Input Object \"{oneOf}\".",
                    definition,
                    usage.Node);
            }
        }

        /// <summary>A default, of the variable or of the place, stands in for a null.</summary>
        private static bool IsAllowed(
            ITypeView type, IValueNode? variableDefault, ITypeView expected, bool hasDefault)
        {
            var fills = variableDefault is not (null or NullValueNode) || hasDefault;
            return expected.IsNonNull && !type.IsNonNull && fills
                ? type.Fits(expected.Nullable)
                : type.Fits(expected);
        }
    }
}
