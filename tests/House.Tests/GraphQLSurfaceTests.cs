using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Krewe.House.Tests;

/// <summary>
/// Goal: the API uses nothing of HotChocolate that the package does not have.
/// Method: what the built assembly names of its namespaces is compared with a list, each line of
/// which was looked up in the package's documentation. Whoever uses one more looks it up, and adds
/// it from <c>graphql-surface.actual.txt</c> in the test's folder.
/// </summary>
public sealed class GraphQLSurfaceTests
{
    private const string List = "graphql-surface.txt";

    [Fact]
    public async Task Api_uses_only_members_that_were_looked_up()
    {
        var folder = AppContext.BaseDirectory;
        var actual = string.Join('\n', Used(Path.Combine(folder, "Krewe.Api.dll"))) + "\n";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "graphql-surface.actual.txt"), actual);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, List)), actual);
    }

    private static SortedSet<string> Used(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (TypeOf(metadata, member.Parent) is { } type && IsOfTheEngine(type))
            {
                used.Add($"{type}::{metadata.GetString(member.Name)}");
            }
        }

        foreach (var handle in metadata.TypeReferences)
        {
            var type = NameOf(metadata, handle);
            if (IsOfTheEngine(type))
            {
                used.Add(type);
            }
        }

        return used;
    }

    private static bool IsOfTheEngine(string type) =>
        type.StartsWith("HotChocolate.", StringComparison.Ordinal)
        || type.StartsWith("GreenDonut.", StringComparison.Ordinal)
        || type.Contains("RequestExecutorBuilderExtensions", StringComparison.Ordinal)
        || type.Contains("HotChocolate", StringComparison.Ordinal)
        || type.Contains("GraphQL", StringComparison.Ordinal)
        || type.Contains("DataLoader", StringComparison.Ordinal);

    private static string? TypeOf(MetadataReader metadata, EntityHandle parent) =>
        parent.Kind switch
        {
            HandleKind.TypeReference => NameOf(metadata, (TypeReferenceHandle)parent),
            HandleKind.TypeSpecification => NameOfGeneric(
                metadata, metadata.GetTypeSpecification((TypeSpecificationHandle)parent)),
            _ => null,
        };

    // A generic type's signature says what it is an instance of after two bytes.
    private static string? NameOfGeneric(MetadataReader metadata, TypeSpecification specification)
    {
        var blob = metadata.GetBlobReader(specification.Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        blob.ReadSignatureTypeCode();
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference
            ? NameOf(metadata, (TypeReferenceHandle)type)
            : null;
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }
}
