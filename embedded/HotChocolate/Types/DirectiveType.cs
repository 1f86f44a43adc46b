using HotChocolate.Execution.Inputs;
using HotChocolate.Language;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types;

internal sealed record DirectiveType(
    string Name,
    string Description,
    IReadOnlyList<string> Locations,
    IReadOnlyList<InputField> Arguments) : IDirectiveView
{
    public bool IsRepeatable { get; init; }

    IReadOnlyList<IInputView> IDirectiveView.Arguments => Arguments;

    public bool MayStandOn(string location) =>
        Locations.Contains(location, StringComparer.Ordinal);
}

/// <summary>The directives that every schema has.</summary>
internal static class DirectiveTypes
{
    private static readonly string[] Selections = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"];

    public static IReadOnlyList<DirectiveType> All { get; } =
    [
        new(
            "skip",
            "Leaves the field or fragment out when the argument is true.",
            Selections,
            [Argument("if", ScalarTypes.Boolean.NonNull(), "Skipped when true.")]),
        new(
            "include",
            "Takes the field or fragment in only when the argument is true.",
            Selections,
            [Argument("if", ScalarTypes.Boolean.NonNull(), "Included when true.")]),
        new(
            "deprecated",
            "Marks what is not to be used any more.",
            [
                "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE",
                "DIRECTIVE_DEFINITION",
            ],
            [
                Argument(
                    "reason",
                    ScalarTypes.String.NonNull(),
                    "Why, and what to use instead.",
                    new StringValueNode("No longer supported")),
            ]),
        new(
            "specifiedBy",
            "Says where the format of a scalar is specified.",
            ["SCALAR"],
            [Argument("url", ScalarTypes.String.NonNull(), "The address of the specification.")]),
        new(
            "oneOf",
            "Exactly one field of the input is given, and it is not null.",
            ["INPUT_OBJECT"],
            []),
    ];

    private static InputField Argument(
        string name, TypeNode type, string description, IValueNode? defaultValue = null) =>
        new(name, type)
        {
            Description = description,
            Default = defaultValue,
            Binder = new LeafBinder((LeafType)type.Named, convert: null)
            {
                AcceptsNull = !type.IsNonNull,
            },
        };
}
