using System.Text;

namespace Krewe.Embedded;

/// <summary>How a constructed grain class is found, and how it is called in identities.</summary>
/// <remarks>
/// <para>Shape: the name of the class, a backtick and the number of its type arguments, and those
/// in double brackets, each with its assembly but without a version, so that names outlive an
/// update: <c>list`1[[System.Int32, System.Private.CoreLib]]</c>.</para>
/// </remarks>
internal static class GenericNames
{
    internal static string Format(string name, Type[] arguments)
    {
        var text = new StringBuilder(name);
        Append(text, arguments);
        return text.ToString();
    }

    /// <summary>The type that a name means, or null if it is of another class.</summary>
    internal static Type? Parse(string name, Type open, string openName)
    {
        var marked = $"{openName}`{open.GetGenericArguments().Length}[[";
        if (!name.StartsWith(marked, StringComparison.Ordinal))
        {
            return null;
        }
        var arguments = name[name.IndexOf("[[", StringComparison.Ordinal)..];
        return open.Assembly.GetType(open.FullName + arguments, throwOnError: true);
    }

    /// <summary>The class with the arguments that make it implement an interface, or null if none
    /// do.</summary>
    internal static Type? Close(Type open, Type wanted)
    {
        if (!wanted.IsConstructedGenericType)
        {
            return null;
        }
        var definition = wanted.GetGenericTypeDefinition();
        foreach (var offered in open.GetInterfaces()
            .Where(each => each.IsGenericType && each.GetGenericTypeDefinition() == definition))
        {
            var found = new Type?[open.GetGenericArguments().Length];
            var fits = offered.GetGenericArguments().Zip(wanted.GetGenericArguments())
                .All(pair => Unify(pair.First, pair.Second, found));
            if (fits && Array.TrueForAll(found, each => each is not null))
            {
                return TryMake(open, found!);
            }
        }
        return null;
    }

    private static Type? TryMake(Type open, Type[] arguments)
    {
        try
        {
            return open.MakeGenericType(arguments);
        }
        catch (ArgumentException)
        {
            // A constraint of the class forbids them.
            return null;
        }
    }

    private static bool Unify(Type offered, Type wanted, Type?[] found)
    {
        if (offered.IsGenericParameter)
        {
            var known = found[offered.GenericParameterPosition];
            found[offered.GenericParameterPosition] = wanted;
            return known is null || known == wanted;
        }
        if (!offered.ContainsGenericParameters)
        {
            return offered == wanted;
        }
        return wanted.IsConstructedGenericType
            && offered.GetGenericTypeDefinition() == wanted.GetGenericTypeDefinition()
            && offered.GetGenericArguments().Zip(wanted.GetGenericArguments())
                .All(pair => Unify(pair.First, pair.Second, found));
    }

    private static void Append(StringBuilder text, Type[] arguments)
    {
        text.Append('`').Append(arguments.Length).Append('[');
        for (var i = 0; i < arguments.Length; i++)
        {
            text.Append(i == 0 ? "[" : ",[");
            AppendType(text, arguments[i]);
            text.Append(", ").Append(arguments[i].Assembly.GetName().Name).Append(']');
        }
        text.Append(']');
    }

    private static void AppendType(StringBuilder text, Type type)
    {
        if (!type.IsConstructedGenericType)
        {
            text.Append(type.FullName);
            return;
        }
        var name = type.GetGenericTypeDefinition().FullName!;
        text.Append(name, 0, name.IndexOf('`', StringComparison.Ordinal));
        Append(text, type.GetGenericArguments());
    }
}
