using HotChocolate.Resolvers;
using HotChocolate.Types;

namespace HotChocolate.Authorization;

/// <summary>Puts authorization around the fields that ask for it.</summary>
/// <remarks>
/// What stands on a type guards every field that gives it, and on a root type its own fields.
/// A field that gives an interface or a union is asked once its value is known: by the type
/// that the value turns out to have.
/// </remarks>
internal static class Guards
{
    public static void Apply(
        IEnumerable<NamedType> types,
        IReadOnlyDictionary<NamedType, IReadOnlyList<AuthorizeAttribute>> guards,
        IEnumerable<ObjectType> roots)
    {
        var rootTypes = roots.ToHashSet();
        foreach (var type in types.OfType<ObjectType>())
        {
            var own = rootTypes.Contains(type) ? guards.GetValueOrDefault(type, []) : [];
            foreach (var field in type.Fields.Where(field => field.Resolver is not null))
            {
                Apply(field, own, guards);
            }
        }
    }

    private static void Apply(
        OutputField field,
        IReadOnlyList<AuthorizeAttribute> own,
        IReadOnlyDictionary<NamedType, IReadOnlyList<AuthorizeAttribute>> guards)
    {
        if (field.AllowAnonymous)
        {
            return;
        }

        AuthorizeAttribute[] asked =
        [
            .. own,
            .. guards.GetValueOrDefault(field.Type.Named, []),
            .. field.Authorize,
        ];
        field.Authorize = asked;
        var before = asked.Where(guard => guard.Apply is not ApplyPolicy.AfterResolver).ToArray();
        var after = asked.Where(guard => guard.Apply is ApplyPolicy.AfterResolver).ToArray();
        if (field.Type.Named is InterfaceType or UnionType && guards.Count > 0)
        {
            field.Resolver = field.Resolver!.Wrap(next => async context =>
                await CheckTypesAsync(context, await next(context), guards));
        }

        if (before.Length > 0)
        {
            field.Resolver = field.Resolver!.Wrap(next => async context =>
                await Authorizer.RefusalAsync(context, before) is { } refusal
                    ? refusal
                    : await next(context));
        }

        if (after.Length > 0)
        {
            field.Resolver = field.Resolver!.Wrap(next => async context =>
            {
                var value = await next(context);
                return await Authorizer.RefusalAsync(context, after) ?? value;
            });
        }
    }

    private static async ValueTask<object?> CheckTypesAsync(
        ResolverContext context,
        object? value,
        IReadOnlyDictionary<NamedType, IReadOnlyList<AuthorizeAttribute>> guards)
    {
        if (value is null or IError or IEnumerable<IError>)
        {
            return value;
        }

        if (value is System.Collections.IEnumerable items)
        {
            var kept = new List<object?>();
            foreach (var item in items)
            {
                kept.Add(await CheckTypesAsync(context, item, guards));
            }

            return kept;
        }

        var type = context.Run.Schema.TryObjectTypeOf(context.Field.Definition.Type.Named, value);
        return type is not null && guards.TryGetValue(type, out var asked)
            ? await Authorizer.RefusalAsync(context, asked) ?? value
            : value;
    }
}
