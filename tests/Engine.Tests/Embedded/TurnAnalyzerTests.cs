using System.Collections.Immutable;
using Krewe.Embedded.Orleans.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>
/// Goal: what a grain would start beside its turns is told when it is compiled, with the cure.
/// Method: compile a grain with one statement, and look at what the analyzer says.
/// </summary>
public sealed class TurnAnalyzerTests
{
    [Theory]
    [InlineData("work.ContinueWith(_ => { });")]
    [InlineData("made.ContinueWith(each => each.Result);")]
    [InlineData("Task.Factory.StartNew(() => { });")]
    [InlineData("Task<int>.Factory.StartNew(() => 1);")]
    [InlineData("new TaskFactory().ContinueWhenAll(new[] { work }, _ => { });")]
    [InlineData("System.Action later = () => work.ContinueWith(_ => { });")]
    public async Task What_runs_beside_the_turn_is_told_with_its_cure(string statement)
    {
        var found = Assert.Single(await RunAsync(statement, "Grain"));
        Assert.Equal("KREWE006", found.Id);
        Assert.Contains("await", found.GetMessage(formatProvider: null), StringComparison.Ordinal);
        Assert.Empty(await RunAsync(statement, "object"));
    }

    [Theory]
    [InlineData("work.ContinueWith(_ => { }, TaskScheduler.Default);")]
    [InlineData("_ = Task.Run(() => { });")]
    [InlineData("async Task FollowAsync() => await work;")]
    [InlineData("made.GetAwaiter();")]
    public async Task What_says_where_it_runs_is_let_be(string statement) =>
        Assert.Empty(await RunAsync(statement, "Grain"));

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(
        string statement, string baseType)
    {
        var compilation = GeneratorTests.Compilation($$"""
            using System.Threading.Tasks;
            using Orleans;
            public sealed class Shop : {{baseType}}
            {
                public void Open(Task work, Task<int> made)
                {
                    {{statement}}
                }
            }
            """);
        Assert.Empty(compilation.GetDiagnostics().Where(
            each => each.Severity == DiagnosticSeverity.Error));
        return await compilation.WithAnalyzers([new TurnAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None);
    }
}
