using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Krewe.Embedded.Orleans.Generator;

/// <summary>Reads a grain interface from the compiler's symbols.</summary>
internal static class InterfaceReader
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Whether a type is to have a proxy: it extends IAddressable and is not one of the
    /// engine's markers.</summary>
    internal static bool IsGrainInterface(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface
        && type.AllInterfaces.Any(each => Is(each, "Orleans.Runtime.IAddressable"))
        && !(type.ContainingNamespace.ToDisplayString() + ".")
            .StartsWith("Orleans.", StringComparison.Ordinal);

    internal static bool IsGrainClass(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && !type.IsAbstract
        && type.AllInterfaces.Any(each => Is(each, "Orleans.IGrainBase"));

    internal static GrainInterface Read(INamedTypeSymbol type, List<Diagnostic> problems)
    {
        var methods = new List<GrainMethodModel>();
        foreach (var declaring in type.AllInterfaces.Prepend(type))
        {
            foreach (var member in declaring.GetMembers().Where(each => each.IsAbstract))
            {
                if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
                {
                    Read(method, methods, problems);
                    if (SymbolEqualityComparer.Default.Equals(declaring, type))
                    {
                        problems.AddRange(CrossingTypes.Faults(method));
                    }
                }
                else if (member is IPropertySymbol or IEventSymbol)
                {
                    problems.Add(Problem(Diagnostics.NotAMethod, member));
                }
            }
        }
        return new GrainInterface(
            type.ToDisplayString(Full),
            ProxyName(type),
            OpenName(type),
            NamesOf(type.TypeParameters),
            string.Concat(type.TypeParameters.Select(ConstraintsOf)),
            new EquatableList<GrainMethodModel>(methods));
    }

    private static void Read(
        IMethodSymbol method, List<GrainMethodModel> methods, List<Diagnostic> problems)
    {
        if (method.Parameters.Any(each => each.RefKind != RefKind.None))
        {
            problems.Add(Problem(Diagnostics.ByReference, method));
            return;
        }
        if (FormOf(method) is not { } form)
        {
            problems.Add(Diagnostic.Create(
                Diagnostics.WrongReturnType,
                method.Locations.FirstOrDefault(),
                method.ToDisplayString(),
                method.ReturnType.ToDisplayString()));
            return;
        }
        // What implements a generic method may not repeat its constraints, and without them a
        // question mark behind a type parameter would have another meaning.
        var format = method.IsGenericMethod ? SymbolDisplayFormat.FullyQualifiedFormat : Full;
        var result = (method.ReturnType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
        methods.Add(new GrainMethodModel(
            method.ContainingType.ToDisplayString(Full),
            method.Name,
            Escape(method.Name),
            method.ReturnType.ToDisplayString(format),
            form,
            result?.ToDisplayString(format) ?? "",
            OptionsOf(method),
            TimeoutOf(method),
            method.ContainingType.AllInterfaces.Any(
                each => Is(each, "Orleans.Runtime.IGrainExtension")),
            NamesOf(method.TypeParameters),
            string.Concat(method.TypeParameters.Select(ConstraintsOf)),
            new EquatableList<GrainParameter>(method.Parameters.Select(
                each => new GrainParameter(
                    each.Type.ToDisplayString(format),
                    each.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))))));
    }

    private static ResultForm? FormOf(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
        {
            return IsObserver(method.ContainingType) ? ResultForm.Nothing : null;
        }
        return method.ReturnType.OriginalDefinition.ToDisplayString() switch
        {
            "System.Threading.Tasks.Task" => ResultForm.Task,
            "System.Threading.Tasks.Task<TResult>" => ResultForm.TaskOfResult,
            "System.Threading.Tasks.ValueTask" => ResultForm.ValueTask,
            "System.Threading.Tasks.ValueTask<TResult>" => ResultForm.ValueTaskOfResult,
            "System.Collections.Generic.IAsyncEnumerable<T>" => ResultForm.Sequence,
            _ => null,
        };
    }

    private static bool IsObserver(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(each => Is(each, "Orleans.IGrainObserver"));

    private static string OptionsOf(IMethodSymbol method)
    {
        var options = new List<string>();
        foreach (var attribute in method.GetAttributes())
        {
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case "Orleans.Concurrency.ReadOnlyAttribute":
                    options.Add("ReadOnly");
                    break;
                case "Orleans.Concurrency.AlwaysInterleaveAttribute":
                    options.Add("AlwaysInterleave");
                    break;
                case "Orleans.Concurrency.OneWayAttribute":
                    options.Add("OneWay");
                    break;
            }
        }
        if (method.ReturnsVoid)
        {
            options.Add("OneWay");
        }
        const string Type = "global::Krewe.Embedded.GrainMethodOptions.";
        return options.Count == 0
            ? Type + "None"
            : string.Join(
                " | ", options.Distinct(StringComparer.Ordinal).Select(each => Type + each));
    }

    private static string? TimeoutOf(IMethodSymbol method) => method.GetAttributes()
        .Where(each =>
            each.AttributeClass?.ToDisplayString() == "Orleans.ResponseTimeoutAttribute")
        .Select(each => each.ConstructorArguments.FirstOrDefault().Value as string)
        .FirstOrDefault();

    /// <summary>A name of a class and of a file. The number keeps apart what is the same without
    /// its dots, or, as the names of files are, without regard to case.</summary>
    private static string ProxyName(INamedTypeSymbol type)
    {
        var name = type.ToDisplayString();
        var plain = name.Select(each => char.IsLetterOrDigit(each) ? each : '_').ToArray();
        var number = name.Aggregate(2_166_136_261, (sum, each) => (sum ^ each) * 16_777_619);
        return $"Proxy_{new string(plain)}_{number:x8}";
    }

    /// <summary>A name as it stands in source.</summary>
    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A type's name as typeof takes it, without its type arguments.</summary>
    internal static string OpenName(INamedTypeSymbol type) =>
        (type.IsGenericType ? type.ConstructUnboundGenericType() : type)
        .ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static string NamesOf(IEnumerable<ITypeParameterSymbol> parameters) =>
        string.Join(", ", parameters.Select(each => Escape(each.Name)));

    private static string ConstraintsOf(ITypeParameterSymbol parameter)
    {
        var all = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            all.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            all.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            all.Add("class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            all.Add("notnull");
        }
        all.AddRange(parameter.ConstraintTypes.Select(each => each.ToDisplayString(Full)));
        if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint)
        {
            all.Add("new()");
        }
        return all.Count == 0 ? "" : $" where {Escape(parameter.Name)} : {string.Join(", ", all)}";
    }

    private static bool Is(ISymbol symbol, string name) => symbol.ToDisplayString() == name;

    private static Diagnostic Problem(DiagnosticDescriptor what, ISymbol where) =>
        Diagnostic.Create(what, where.Locations.FirstOrDefault(), where.ToDisplayString());
}
