using Krewe.Embedded.Orleans.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>
/// Goal: what a grain interface may not be is told when it is compiled, with the cure.
/// Method: compile a piece of source with the generator, and look at what it says.
/// </summary>
public sealed class GeneratorTests
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Threading;
        using System.Threading.Tasks;
        using Orleans;
        using Orleans.Runtime;
        using Orleans.Concurrency;
        [GenerateSerializer, Immutable] public sealed record Good([property: Id(0)] int Number);
        [GenerateSerializer] public sealed class Half { public int Number; }
        public sealed class Bad { public int Number; }
        public enum Kind { One }

        """;

    [Theory]
    [InlineData("void M();", "KREWE001", "Task")]
    [InlineData("int M();", "KREWE001", "ValueTask")]
    [InlineData("Task M(ref int item);", "KREWE003", "by value")]
    [InlineData("int Property { get; }", "KREWE004", "method")]
    [InlineData("Task M(int[] items);", "KREWE005", "ImmutableArray")]
    [InlineData("Task<byte[]> M();", "KREWE005", "ImmutableArray")]
    [InlineData("Task M(List<int> items);", "KREWE005", "Immutable")]
    [InlineData("Task M(IReadOnlyList<int> items);", "KREWE005", "Immutable")]
    [InlineData("Task M(Bad item);", "KREWE005", "[GenerateSerializer, Immutable]")]
    [InlineData("Task M(Half item);", "KREWE005", "[Id]")]
    [InlineData("Task M(object item);", "KREWE005", "own")]
    [InlineData("Task<ImmutableArray<Bad>> M();", "KREWE005", "Bad")]
    [InlineData("Task<(int, Bad)> M();", "KREWE005", "Bad")]
    [InlineData("IAsyncEnumerable<Half> M();", "KREWE005", "Half")]
    [InlineData("Task M(Func<int> item);", "KREWE005", "own")]
    public void What_may_not_be_is_told_with_its_cure(string member, string id, string cure)
    {
        var found = Assert.Single(Run(member));
        Assert.Equal(id, found.Id);
        Assert.Contains(
            cure, found.GetMessage(formatProvider: null), StringComparison.Ordinal);
        Assert.Contains("IShop", found.GetMessage(formatProvider: null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Task M();")]
    [InlineData("ValueTask<int> M(string a, decimal? b, Guid c, DateTimeOffset d, Kind e);")]
    [InlineData("Task<Good?> M(ImmutableArray<Good> a, ImmutableDictionary<string, Kind?> b);")]
    [InlineData("Task<(int A, Good? B)> M(IShop other, GrainId id, CancellationToken token);")]
    [InlineData("IAsyncEnumerable<Good> M();")]
    [InlineData("Task M([Immutable] byte[] promised);")]
    [InlineData("[return: Immutable] Task<int[]> M();")]
    [InlineData("Task M(Immutable<int[]> promised);")]
    [InlineData("Task<T?> M<T>(T? item);")]
    [InlineData("ValueTask<T?> M<T>(T? item) where T : struct, Enum;")]
    [InlineData("Task M<A, B>(ImmutableArray<B?> a) where B : Exception where A : new();")]
    [InlineData("IAsyncEnumerable<T> M<T>(CancellationToken token) where T : notnull;")]
    [InlineData("Task M<T>(T item); Task M(int item); Task M<T, U>(T item) where U : class;")]
    public void What_may_be_is_compiled(string member) => Assert.Empty(Run(member));

    [Fact]
    public void A_generic_interface_keeps_its_constraints()
    {
        var (diagnostics, output) = Compile(Head + """
            public interface IBox<TKey, TItem> : IGrainWithStringKey
                where TKey : struct, IComparable<TKey>
                where TItem : class, new()
            {
                Task<TItem?> M(TKey key, CancellationToken token);
            }
            """);
        Assert.Empty(diagnostics);
        Assert.Empty(output.GetDiagnostics().Where(
            each => each.Severity == DiagnosticSeverity.Error));
    }

    [Theory]
    [InlineData("""
        public partial interface IPart : IGrainWithStringKey { Task A(); }
        public partial interface IPart : IGrainWithStringKey { Task B(int[] items); }
        """)]
    [InlineData("""
        namespace P
        {
            public interface Outer_IA : IGrainWithStringKey { Task M(); }
            public static class Outer { public interface IA : IGrainWithStringKey { Task M(); } }
        }
        """)]
    [InlineData("""
        public interface IBox_T_ : IGrainWithStringKey { Task M(); }
        public interface IBox<T> : IGrainWithStringKey { Task M(); }
        public interface ibox<T> : IGrainWithStringKey { Task M(); }
        """)]
    [InlineData("""
        namespace @event
        {
            public interface IDoor : IGrainWithStringKey
            {
                Task @lock(int @in);
                Task @new<@class>(@class item) where @class : new();
            }
            public interface @interface<@struct> : IGrainWithStringKey where @struct : new()
            {
                Task M(@struct item);
            }
        }
        """)]
    public void Every_interface_has_its_own_proxy(string source)
    {
        var (diagnostics, output) = Compile(Head + source);
        Assert.DoesNotContain(
            diagnostics, each => each.Id.StartsWith("CS", StringComparison.Ordinal));
        Assert.Empty(output.GetDiagnostics().Where(
            each => each.Severity == DiagnosticSeverity.Error));
        Assert.Distinct(diagnostics.Select(each => each.ToString()), StringComparer.Ordinal);
    }

    [Fact]
    public void An_edit_elsewhere_generates_nothing_anew()
    {
        var source = Head + "public interface IShop : IGrainWithStringKey { Task M(); }";
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new GrainGenerator().AsSourceGenerator()]);
        var compilation = Compilation(source);
        var first = driver.RunGenerators(compilation).GetRunResult().GeneratedTrees;
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;"));
        var second = driver.RunGenerators(edited).GetRunResult().GeneratedTrees;
        Assert.Equal(first.Select(Text).ToArray(), second.Select(Text).ToArray());

        static string Text(SyntaxTree tree) => tree.ToString();
    }

    private static Diagnostic[] Run(string member)
    {
        var (diagnostics, output) = Compile(
            Head + $"public interface IShop : IGrainWithStringKey {{ {member} }}");
        if (diagnostics.All(each => each.Severity != DiagnosticSeverity.Error))
        {
            Assert.Empty(output.GetDiagnostics().Where(
                each => each.Severity == DiagnosticSeverity.Error));
        }
        return diagnostics;
    }

    private static (Diagnostic[] Diagnostics, Compilation Output) Compile(string source)
    {
        CSharpGeneratorDriver
            .Create([new GrainGenerator().AsSourceGenerator()])
            .RunGeneratorsAndUpdateCompilation(
                Compilation(source), out var output, out var diagnostics);
        return ([.. diagnostics], output);
    }

    internal static CSharpCompilation Compilation(string source)
    {
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return CSharpCompilation.Create(
            "shop",
            [CSharpSyntaxTree.ParseText(source)],
            trusted.Split(Path.PathSeparator)
                .Where(each => Path.GetFileName(each) is var name
                    && (name.StartsWith("System.", StringComparison.Ordinal)
                        || name.StartsWith("netstandard", StringComparison.Ordinal)
                        || name.StartsWith("Krewe.Embedded.Orleans.dll", StringComparison.Ordinal)))
                .Select(each => MetadataReference.CreateFromFile(each)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
    }
}
