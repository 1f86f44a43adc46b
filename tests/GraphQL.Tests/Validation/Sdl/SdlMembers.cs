using HotChocolate.Language;
using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation.Sdl;

internal sealed class SdlField(FieldDefinitionNode node, SdlSchema schema) : IFieldView
{
    public string Name => node.Name.Value;

    public ITypeView Type => field ??= schema.TypeOf(node.Type);

    public IReadOnlyList<IInputView> Arguments { get; } =
        [.. node.Arguments.Select(argument => new SdlInput(argument, schema))];
}

internal sealed class SdlInput(InputValueDefinitionNode node, SdlSchema schema) : IInputView
{
    public string Name => node.Name.Value;

    public ITypeView Type => field ??= schema.TypeOf(node.Type);

    public bool HasDefault => node.DefaultValue is not null;
}

internal sealed class SdlDirective(DirectiveDefinitionNode node, SdlSchema schema) : IDirectiveView
{
    public string Name => node.Name.Value;

    public bool IsRepeatable => node.IsRepeatable;

    public IReadOnlyList<IInputView> Arguments { get; } =
        [.. node.Arguments.Select(argument => new SdlInput(argument, schema))];

    public bool MayStandOn(string location) =>
        node.Locations.Any(name => name.Value == location);
}
