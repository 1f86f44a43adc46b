using System.Linq.Expressions;
using System.Reflection;
using System.Security.Claims;
using GreenDonut;
using HotChocolate.Building;
using HotChocolate.Resolvers;
using HotChocolate.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Inference;

/// <summary>What a parameter of a resolver is.</summary>
internal enum ParameterRole
{
    Argument,
    Parent,
    Aborted,
    Context,
    EventMessage,
    GlobalState,
    Service,
    Loader,
    User,
    Http,
}

/// <summary>Compiles members into resolvers.</summary>
internal sealed class ResolverCompiler(ServiceCatalog services, ResolverInstances instances)
{
    private static readonly ParameterExpression Context =
        Expression.Parameter(typeof(ResolverContext), "context");

    public ParameterRole RoleOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter switch
        {
            _ when type == typeof(CancellationToken) => ParameterRole.Aborted,
            _ when type == typeof(IResolverContext) => ParameterRole.Context,
            _ when type == typeof(ClaimsPrincipal) => ParameterRole.User,
            _ when type == typeof(HttpContext) => ParameterRole.Http,
            _ when Has<ParentAttribute>(parameter) => ParameterRole.Parent,
            _ when Has<EventMessageAttribute>(parameter) => ParameterRole.EventMessage,
            _ when Has<GlobalStateAttribute>(parameter) => ParameterRole.GlobalState,
            _ when typeof(ILoader).IsAssignableFrom(type) || IsLoaderInterface(type) =>
                ParameterRole.Loader,
            _ when Has<ServiceAttribute>(parameter) || services.Has(type) =>
                ParameterRole.Service,
            _ => ParameterRole.Argument,
        };
    }

    /// <summary>Compiles a property or method into the resolver of a field.</summary>
    /// <param name="member">The member that gives the value.</param>
    /// <param name="isExtension">It belongs to another class than the source.</param>
    /// <param name="arguments">The names of the field's arguments, by parameter.</param>
    /// <param name="hasRequestScope">The call uses the services of the request.</param>
    public FieldResolver Compile(
        MemberInfo member,
        bool isExtension,
        IReadOnlyList<InputField> arguments,
        bool hasRequestScope)
    {
        if (TryCompilePure(member, isExtension) is { } pure)
        {
            return FieldResolver.Of(pure);
        }

        var value = member is MethodInfo method
            ? (Expression)Call(method, isExtension, arguments)
            : Property((PropertyInfo)member, isExtension);
        var returned = value.Type;
        return new(
            Compile<FieldDelegate>(Expression.Call(ResultReaders.For(returned), Context, value)),
            IsAsync: ClrUse.IsAwaited(returned))
        {
            HasScope = !hasRequestScope && member is MethodInfo scoped && NeedsScope(scoped),
        };
    }

    /// <summary>Compiles a method that is no field, such as one that gives events.</summary>
    public TDelegate CompileCall<TDelegate>(
        MethodInfo method, bool isExtension, IReadOnlyList<InputField> arguments, MethodInfo reader)
        where TDelegate : Delegate =>
        Compile<TDelegate>(
            Expression.Call(reader, Context, Call(method, isExtension, arguments)));

    private static TDelegate Compile<TDelegate>(Expression body)
        where TDelegate : Delegate => Expression.Lambda<TDelegate>(body, Context).Compile();

    // Pure: no parameter but the parent, and nothing to wait for.
    private Func<object, object?>? TryCompilePure(MemberInfo member, bool isExtension)
    {
        var source = Expression.Parameter(typeof(object), "source");
        Expression? value = member switch
        {
            PropertyInfo property when !isExtension && !ClrUse.IsAwaited(property.PropertyType) =>
                Expression.Property(
                    Expression.Convert(source, property.DeclaringType!), property),
            MethodInfo method when !ClrUse.IsAwaited(method.ReturnType) =>
                PureCall(method, isExtension, source),
            _ => null,
        };
        return value is null
            ? null
            : Expression.Lambda<Func<object, object?>>(
                Expression.Convert(value, typeof(object)), source).Compile();
    }

    private MethodCallExpression? PureCall(
        MethodInfo method, bool isExtension, ParameterExpression source)
    {
        var parameters = method.GetParameters();
        var takesParentOnly = isExtension || method.IsStatic
            ? parameters is [var only] && RoleOf(only) is ParameterRole.Parent
            : parameters.Length == 0;
        if (!takesParentOnly)
        {
            return null;
        }

        var arguments = parameters.Select(
            parameter => Expression.Convert(source, parameter.ParameterType));
        return Expression.Call(
            method.IsStatic ? null
                : isExtension ? instances.Expression(method.DeclaringType!)
                : Expression.Convert(source, method.DeclaringType!),
            method,
            arguments);
    }

    private MethodCallExpression Call(
        MethodInfo method, bool isExtension, IReadOnlyList<InputField> arguments) =>
        Expression.Call(
            method.IsStatic ? null : Instance(method.DeclaringType!, isExtension),
            method,
            method.GetParameters().Select(parameter => Read(parameter, arguments)));

    private MemberExpression Property(PropertyInfo property, bool isExtension) =>
        Expression.Property(Instance(property.DeclaringType!, isExtension), property);

    private Expression Instance(Type type, bool isExtension) => isExtension
        ? instances.Expression(type)
        : Expression.Call(ParameterReaders.Method(nameof(ParameterReaders.Parent), type), Context);

    private Expression Read(ParameterInfo parameter, IReadOnlyList<InputField> arguments)
    {
        var type = parameter.ParameterType;
        return RoleOf(parameter) switch
        {
            ParameterRole.Aborted => Call(nameof(ParameterReaders.Aborted), null),
            ParameterRole.Context => Context,
            ParameterRole.User => Call(nameof(ParameterReaders.User), null),
            ParameterRole.Http => Call(nameof(ParameterReaders.Http), null),
            ParameterRole.Parent => Call(nameof(ParameterReaders.Parent), type),
            ParameterRole.EventMessage => Call(nameof(ParameterReaders.EventMessage), type),
            ParameterRole.GlobalState =>
                Call(nameof(ParameterReaders.GlobalState), type, StateKey(parameter)),
            ParameterRole.Loader => Call(nameof(ParameterReaders.Loader), type),
            ParameterRole.Service => Service(parameter),
            _ => Call(nameof(ParameterReaders.Argument), type, IndexOf(parameter, arguments)),
        };
    }

    private static MethodCallExpression Service(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<ServiceAttribute>()?.Key is { } key)
        {
            return Call(nameof(ParameterReaders.KeyedService), type, Expression.Constant(key));
        }

        return ClrUse.OfInput(parameter).IsNullable
            ? Call(nameof(ParameterReaders.OptionalService), type)
            : Call(nameof(ParameterReaders.Service), type);
    }

    private static ConstantExpression StateKey(ParameterInfo parameter) => Expression.Constant(
        parameter.GetCustomAttribute<GlobalStateAttribute>()!.Key ?? parameter.Name!);

    private static ConstantExpression IndexOf(
        ParameterInfo parameter, IReadOnlyList<InputField> arguments)
    {
        var name = Naming.ArgumentOf(parameter);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].Name == name)
            {
                return Expression.Constant(index);
            }
        }

        throw new BuildException(
            $"{parameter.Member.DeclaringType!.Name}.{parameter.Member.Name}: "
            + $"`{name}` is neither a service nor an argument of the field.");
    }

    private static MethodCallExpression Call(
        string reader, Type? type, params Expression[] more) =>
        Expression.Call(ParameterReaders.Method(reader, type), [Context, .. more]);

    private bool NeedsScope(MethodInfo method) =>
        !Has<UseRequestScopeAttribute>(method)
        && method.GetParameters().Any(parameter =>
            RoleOf(parameter) is ParameterRole.Service
            && services.LifetimeOf(parameter.ParameterType) is not ServiceLifetime.Singleton);

    private static bool IsLoaderInterface(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDataLoader<,>);

    private static bool Has<T>(ICustomAttributeProvider provider)
        where T : Attribute => provider.IsDefined(typeof(T), inherit: true);
}
