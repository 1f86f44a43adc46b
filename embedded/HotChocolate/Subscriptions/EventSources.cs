#pragma warning disable VSTHRD200 // The methods are looked up by name and read a result.
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HotChocolate.Building;
using HotChocolate.Execution;
using HotChocolate.Inference;
using HotChocolate.Resolvers;
using HotChocolate.Types;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Subscriptions;

/// <summary>Where the events of subscription fields come from.</summary>
internal static partial class EventSources
{
    private delegate ValueTask<IAsyncEnumerable<object?>> Opener(ResolverContext context);

    /// <summary>The events of a method with [Subscribe]; null when it has none.</summary>
    public static EventSource? TryFor(
        MethodInfo method,
        bool isExtension,
        IReadOnlyList<InputField> arguments,
        ResolverCompiler resolvers)
    {
        var subscribe = Members.Attribute<SubscribeAttribute>(method);
        var topic = Members.Attribute<TopicAttribute>(method);
        if (subscribe is null && topic is null)
        {
            return null;
        }

        return subscribe?.With is { } name
            ? OfMethod(method, name, isExtension, arguments, resolvers)
            : OfTopic(method, topic?.Name ?? method.Name);
    }

    private static EventSource OfMethod(
        MethodInfo method,
        string name,
        bool isExtension,
        IReadOnlyList<InputField> arguments,
        ResolverCompiler resolvers)
    {
        var source = method.DeclaringType!.GetMethod(
            name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            ?? throw new BuildException($"there is no public method `{name}`.");
        var opener = resolvers.CompileCall<Opener>(
            source, isExtension, arguments, ReaderFor(source.ReturnType));
        return new(context => opener(context));
    }

    private static EventSource OfTopic(MethodInfo method, string topic)
    {
        var message = method.GetParameters().FirstOrDefault(
            parameter => parameter.IsDefined(typeof(EventMessageAttribute)))
            ?? throw new BuildException("no parameter is the [EventMessage].");
        var open = typeof(EventSources)
            .GetMethod(nameof(OpenTopicAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(message.ParameterType)
            .CreateDelegate<Func<ResolverContext, string, ValueTask<IAsyncEnumerable<object?>>>>();
        return new(context => open(context, Fill(topic, context)));
    }

    private static async ValueTask<IAsyncEnumerable<object?>> OpenTopicAsync<T>(
        ResolverContext context, string topic)
    {
        var receiver = context.RequestServices.GetRequiredService<ITopicEventReceiver>();
        return Box(await receiver.SubscribeAsync<T>(topic, context.RequestAborted));
    }

    private static string Fill(string topic, ResolverContext context) => Placeholder().Replace(
        topic,
        match => Convert.ToString(
            context.RawArgument(match.Groups["name"].Value), CultureInfo.InvariantCulture) ?? "");

    private static MethodInfo ReaderFor(Type returned)
    {
        var use = ClrUse.Of(returned);
        var inner = use.Unwrapped;
        var name = inner.Is(typeof(IAsyncEnumerable<>)) ? nameof(FromStream)
            : inner.Is(typeof(ISourceStream<>)) ? nameof(FromSource)
            : throw new BuildException("events come as IAsyncEnumerable<T> or ISourceStream<T>.");
        if (use != inner)
        {
            name += use.Is(typeof(Task<>)) ? "Task" : "ValueTask";
        }

        return typeof(EventSources)
            .GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(inner.Type.GetGenericArguments()[0]);
    }

    private static ValueTask<IAsyncEnumerable<object?>> FromStream<T>(
        ResolverContext context, IAsyncEnumerable<T> stream)
    {
        _ = context;
        return new(Box(stream));
    }

    private static async ValueTask<IAsyncEnumerable<object?>> FromStreamTask<T>(
        ResolverContext context, Task<IAsyncEnumerable<T>> stream) =>
        await FromStream(context, await stream);

    private static async ValueTask<IAsyncEnumerable<object?>> FromStreamValueTask<T>(
        ResolverContext context, ValueTask<IAsyncEnumerable<T>> stream) =>
        await FromStream(context, await stream);

    private static ValueTask<IAsyncEnumerable<object?>> FromSource<T>(
        ResolverContext context, ISourceStream<T> stream)
    {
        _ = context;
        return new(Box(stream));
    }

    private static async ValueTask<IAsyncEnumerable<object?>> FromSourceTask<T>(
        ResolverContext context, Task<ISourceStream<T>> stream) =>
        await FromSource(context, await stream);

    private static async ValueTask<IAsyncEnumerable<object?>> FromSourceValueTask<T>(
        ResolverContext context, ValueTask<ISourceStream<T>> stream) =>
        await FromSource(context, await stream);

    private static async IAsyncEnumerable<object?> Box<T>(
        IAsyncEnumerable<T> stream,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in stream.WithCancellation(cancellationToken))
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<object?> Box<T>(
        ISourceStream<T> stream,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using (stream)
        {
            var events = stream.ReadEventsAsync();
            await foreach (var item in events.WithCancellation(cancellationToken))
            {
                yield return item;
            }
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();
}
