using System.Reflection;
using HotChocolate.Authorization;
using HotChocolate.CostAnalysis;
using HotChocolate.Resolvers;

namespace HotChocolate.Types;

/// <summary>A field of an object or an interface.</summary>
internal sealed class OutputField(string name, TypeNode type) : IFieldView
{
    public string Name { get; } = name;

    public TypeNode Type { get; set; } = type;

    /// <summary>The C# member it was made of; null when of none.</summary>
    public MemberInfo? Member { get; init; }

    public string? Description { get; set; }

    public string? DeprecationReason { get; init; }

    public IReadOnlyList<InputField> Arguments { get; set; } = [];

    /// <summary>Gives the value; an interface's field and introspection's own have none.</summary>
    public FieldResolver? Resolver { get; set; }

    /// <summary>Gives the events, for a field of the subscription type.</summary>
    public EventSource? Events { get; init; }

    public IReadOnlyList<AuthorizeAttribute> Authorize { get; set; } = [];

    public bool AllowAnonymous { get; init; }

    public FieldCost Cost { get; set; } = FieldCost.Default;

    ITypeView IFieldView.Type => Type;

    IReadOnlyList<IInputView> IFieldView.Arguments => Arguments;

    public InputField? Argument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }

        return null;
    }

    public override string ToString() => $"{Name}: {Type}";
}
