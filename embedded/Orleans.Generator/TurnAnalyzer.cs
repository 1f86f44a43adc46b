using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Krewe.Embedded.Orleans.Generator;

/// <summary>Tells what a grain starts beside its turns without saying so.</summary>
/// <remarks>The engine brings back what follows an await. What a task factory or a continuation
/// starts goes to the scheduler of the thread, which knows no turns; who wants that says Task.Run.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TurnAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Diagnostics.BesideTheTurn);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(LookAtCall, OperationKind.Invocation);
    }

    private static void LookAtCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (StartsTask(call.TargetMethod) && IsInGrain(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.BesideTheTurn, call.Syntax.GetLocation(), call.TargetMethod.Name));
        }
    }

    private static bool StartsTask(IMethodSymbol method)
    {
        var home = method.ContainingType;
        return home.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks"
            && (home.Name, method.Name) is ("Task", "ContinueWith")
                or ("TaskFactory", "StartNew" or "ContinueWhenAll" or "ContinueWhenAny")
            && method.Parameters.All(each => each.Type.Name != "TaskScheduler");
    }

    private static bool IsInGrain(ISymbol? symbol)
    {
        for (; symbol is not null; symbol = symbol.ContainingSymbol)
        {
            if (symbol is INamedTypeSymbol { TypeKind: TypeKind.Class } type
                && type.AllInterfaces.Any(each =>
                    each.Name == "IGrainBase" && each.ContainingNamespace.Name == "Orleans"))
            {
                return true;
            }
        }
        return false;
    }
}
