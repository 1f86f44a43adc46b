using System.Reflection;

namespace Refit;

/// <summary>Makes a call and its answer of the shape that a method returns.</summary>
internal abstract class RestCall
{
    /// <summary>Null if the type is not one that a method may return.</summary>
    public static RestCall? TryFor(Type returnType)
    {
        if (returnType == typeof(Task))
        {
            return new NothingCall();
        }

        if (!returnType.IsGenericType || returnType.GetGenericTypeDefinition() != typeof(Task<>))
        {
            return null;
        }

        var result = returnType.GenericTypeArguments[0];
        return result == typeof(IApiResponse) ? new BareResponseCall() : Make(result);
    }

    public abstract object Start(RestClient client, RestMethod method, object?[] arguments);

    private static RestCall Make(Type result)
    {
        var definition = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
        var (kind, content) = definition switch
        {
            _ when definition == typeof(ApiResponse<>) =>
                (typeof(ResponseCall<>), result.GenericTypeArguments[0]),
            _ when definition == typeof(IApiResponse<>) =>
                (typeof(InterfaceCall<>), result.GenericTypeArguments[0]),
            _ => (typeof(ContentCall<>), result),
        };
        return (RestCall)Activator.CreateInstance(
            kind.MakeGenericType(content),
            BindingFlags.Instance | BindingFlags.Public,
            binder: null,
            args: null,
            culture: null)!;
    }

    private sealed class NothingCall : RestCall
    {
        public override object Start(RestClient client, RestMethod method, object?[] arguments) =>
            client.GetContentAsync<Nothing>(method, arguments);
    }

    private sealed class ContentCall<T> : RestCall
    {
        public override object Start(RestClient client, RestMethod method, object?[] arguments) =>
            client.GetContentAsync<T>(method, arguments);
    }

    private sealed class ResponseCall<T> : RestCall
    {
        public override object Start(RestClient client, RestMethod method, object?[] arguments) =>
            client.GetResponseAsync<T>(method, arguments);
    }

    private sealed class InterfaceCall<T> : RestCall
    {
        public override object Start(RestClient client, RestMethod method, object?[] arguments) =>
            GetAsync(client, method, arguments);

        private static async Task<IApiResponse<T>> GetAsync(
            RestClient client, RestMethod method, object?[] arguments) =>
            await client.GetResponseAsync<T>(method, arguments);
    }

    /// <summary>The body is left unread: it goes when the response is disposed.</summary>
    private sealed class BareResponseCall : RestCall
    {
        public override object Start(RestClient client, RestMethod method, object?[] arguments) =>
            GetAsync(client, method, arguments);

        private static async Task<IApiResponse> GetAsync(
            RestClient client, RestMethod method, object?[] arguments) =>
            await client.GetResponseAsync<HttpContent>(method, arguments);
    }
}

/// <summary>What a method without a result reads from its answer.</summary>
internal sealed class Nothing;
