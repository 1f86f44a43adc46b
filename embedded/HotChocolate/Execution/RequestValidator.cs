using HotChocolate.Language;

namespace HotChocolate.Execution;

/// <summary>Validates documents, and tells what is wrong in the shape that clients know.</summary>
internal sealed class RequestValidator(DocumentValidator validator)
{
    private const string Specification = "https://spec.graphql.org/September2025/#";

    public IError[] Validate(DocumentNode document) =>
        [.. validator.Validate(document).Select(ToError)];

    private static IError ToError(ValidationError fault)
    {
        var error = ErrorBuilder.New().SetMessage(fault.Message).SetCode(fault.Code);
        foreach (var location in fault.Locations)
        {
            error.AddLocation(location.Line, location.Column);
        }

        return fault.Section is { } section
            ? error.SetExtension("specifiedBy", Specification + section).Build()
            : error.Build();
    }
}
