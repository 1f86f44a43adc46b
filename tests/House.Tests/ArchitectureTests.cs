using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Krewe.House.Tests;

/// <summary>References point one way.</summary>
/// <remarks>
/// <para>Asked of the project files, which say what could be used, and of the assemblies, which
/// say what is. The embedded engine stands in for the packages by assembly reference; nothing
/// but the silo, which puts the product together, may name it.</para>
/// </remarks>
public sealed class ArchitectureTests
{
    private static readonly string[] Packages =
        ["Krewe.Embedded.Orleans", "Krewe.Embedded.Refit", "Krewe.Embedded.HotChocolate"];

    /// <summary>Who may know whom of us.</summary>
    public static TheoryData<string, string, string[]> Arrows => new()
    {
        { "grains/Domain", "Krewe.Domain", [] },
        { "grains/Contracts", "Krewe.Contracts", ["Krewe.Domain"] },
        { "grains/Grains", "Krewe.Grains", ["Krewe.Contracts", "Krewe.Domain"] },
        { "api", "Krewe.Api", ["Krewe.Contracts", "Krewe.Domain"] },
        { "deploy/sandbox", "Krewe.Sandbox", [] },
        {
            "silo",
            "Krewe.Silo",
            [
                "Krewe.Grains", "Krewe.Contracts", "Krewe.Domain", "Krewe.Api", "Krewe.Sandbox",
                "Krewe.Embedded.Storage",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Project_references_only_what_it_may(
        string folder, string project, string[] allowed)
    {
        var file = XDocument.Load(Repository.Full($"{folder}/{project}.csproj"));

        Say.None(
            from reference in file.Descendants("ProjectReference")
            let name = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)
            where !allowed.Contains(name, StringComparer.Ordinal)
            select $"{project} may not know {name}");
    }

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Assembly_references_only_what_it_may(
        string folder, string project, string[] allowed)
    {
        Assert.True(Directory.Exists(Repository.Full(folder)), folder);
        var stands = project == "Krewe.Sandbox" ? [] : Packages;

        Say.None(
            from name in ReferencesOf(project)
            where !allowed.Contains(name, StringComparer.Ordinal)
                && !stands.Contains(name, StringComparer.Ordinal)
            select $"{project} may not know {name}");
    }

    [Fact]
    public void Assembly_of_the_contracts_is_seen_to_know_the_domain() =>
        Assert.Contains("Krewe.Domain", ReferencesOf("Krewe.Contracts"));

    [Fact]
    public void Nothing_but_the_silo_names_the_embedded_engine() => Say.None(
        Repository.Faults(
            Repository.Sources.Where(path =>
                path.StartsWith("grains/", StringComparison.Ordinal)
                || path.StartsWith("api/", StringComparison.Ordinal)
                || path.StartsWith("deploy/", StringComparison.Ordinal)),
            line => line.Contains("Krewe.Embedded", StringComparison.Ordinal)
                ? ["names the embedded engine, which the packages do not have"]
                : []));

    private static string[] ReferencesOf(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));
        using var portable = new PEReader(file);
        var metadata = portable.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences
                .Select(handle => metadata.GetAssemblyReference(handle))
                .Select(reference => metadata.GetString(reference.Name))
                .Where(name => name.StartsWith("Krewe.", StringComparison.Ordinal)),
        ];
    }
}
