using System.Reflection;
using HotChocolate.Authorization;
using HotChocolate.Building;
using HotChocolate.CostAnalysis;
using HotChocolate.CostAnalysis.Types;
using HotChocolate.Resolvers;
using HotChocolate.Subscriptions;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Inference;

/// <summary>Makes output fields of C# members.</summary>
internal sealed class FieldFactory(
    OutputTypes output,
    InputTypes input,
    ResolverCompiler resolvers,
    ConnectionTypes connections,
    NodeIds ids)
{
    /// <summary>The field that a member is.</summary>
    /// <param name="owner">The type that gets the field.</param>
    /// <param name="member">A property or method, of the type's class or of an extension.</param>
    /// <param name="isExtension">The member belongs to another class than the source.</param>
    public OutputField Make(FieldsType owner, MemberInfo member, bool isExtension)
    {
        try
        {
            return MakeField(owner, member, isExtension);
        }
        catch (BuildException fault)
        {
            throw new BuildException(
                $"{member.DeclaringType!.Name}.{member.Name}: {fault.Message}");
        }
    }

    private OutputField MakeField(FieldsType owner, MemberInfo member, bool isExtension)
    {
        var paging = Members.Attribute<UsePagingAttribute>(member);
        var arguments = ArgumentsOf(member);
        var field = new OutputField(Naming.FieldOf(member), TypeOf(owner, member, paging))
        {
            Member = member,
            Description = Members.DescriptionOf(member),
            DeprecationReason = Members.DeprecationOf(member),
            Arguments = arguments,
            Authorize = Members.Attributes<AuthorizeAttribute>(member),
            AllowAnonymous = Members.Attribute<AllowAnonymousAttribute>(member) is not null,
            Cost = CostOf(member),
            Events = member is MethodInfo subscription
                ? EventSources.TryFor(subscription, isExtension, arguments, resolvers)
                : null,
        };
        if (owner is ObjectType)
        {
            field.Resolver = ResolverOf(owner, member, isExtension, field);
        }

        if (paging is not null)
        {
            connections.Apply(field, paging);
        }

        return field;
    }

    private TypeNode TypeOf(FieldsType owner, MemberInfo member, UsePagingAttribute? paging)
    {
        if (Members.Attribute<GraphQLTypeAttribute>(member) is { } given)
        {
            return TypeMarkers.Read(given.Type, output.NamedOf);
        }

        var use = ClrUse.OfOutput(member).Unwrapped;
        if (paging is not null)
        {
            return connections.TypeOf(use, Naming.FieldOf(member), owner, paging);
        }

        return Members.Attribute<IDAttribute>(member) is not null
            ? output.TypeOf(use, _ => ScalarTypes.Id)
            : output.TypeOf(use);
    }

    private List<InputField> ArgumentsOf(MemberInfo member) =>
    [
        .. (member as MethodInfo)?.GetParameters()
            .Where(parameter => resolvers.RoleOf(parameter) is ParameterRole.Argument)
            .Select(input.ArgumentOf) ?? [],
    ];

    private FieldResolver ResolverOf(
        FieldsType owner, MemberInfo member, bool isExtension, OutputField field)
    {
        var isMutation = owner.Name == OperationTypeNames.Mutation;
        var resolver = resolvers.Compile(
            member,
            isExtension,
            field.Arguments,
            hasRequestScope: isMutation
                && !member.IsDefined(typeof(UseResolverScopeAttribute), inherit: true));
        if (Members.Attribute<IDAttribute>(member) is not { } id)
        {
            return resolver;
        }

        var typeName = NodeIds.TypeNameOf(id) ?? owner.Name;
        return resolver.Pure is { } pure
            ? FieldResolver.Of(source => ids.ToIds(pure(source), typeName))
            : resolver.Wrap(next => async context =>
                ids.ToIds(await next(context), typeName));
    }

    private static FieldCost CostOf(MemberInfo member)
    {
        var cost = Members.Attribute<CostAttribute>(member);
        var size = Members.Attribute<ListSizeAttribute>(member);
        return cost is null && size is null
            ? FieldCost.Default
            : new()
            {
                Weight = cost?.Weight,
                AssumedSize = size?.AssumedSizeOrNull,
                SlicingArguments = size?.SlicingArguments ?? [],
                SlicingDefault = size?.SlicingArgumentDefaultValueOrNull,
                SizedFields = size?.SizedFields ?? [],
            };
    }
}
