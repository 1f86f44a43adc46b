using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace Krewe.Refit.Tests;

/// <summary>Which interfaces can be clients, and how they are registered.</summary>
public sealed class InterfaceTests
{
    internal interface IWrong
    {
        Task WithoutVerb();

        [Get("no-slash")]
        Task WithoutSlash();

        [Get("/a/{id")]
        Task WithOpenBrace();

        [Get("/a/{id}/{other}")]
        Task WithoutParameter(string id);

        [Get("/a")]
        string WithoutTask();

        [Get("/a")]
        Task<T> Generic<T>();

        [Post("/a")]
        Task TwoBodies([Body] string one, [Body] string two);

        [Get("/a")]
        Task TwoTokens(CancellationToken one, CancellationToken two);

        [Get("/a")]
        Task ByReference(ref int id);

        [Get("/a")]
        Task BadHeaders([HeaderCollection] string headers);
    }

    [Fact]
    public void Client_names_all_that_is_wrong_with_its_interface()
    {
        var fault = Assert.Throws<ArgumentException>(
            () => RestService.For<IWrong>(new RecordingHandler().Client()));

        Assert.StartsWith(
            """
            IWrong.WithoutVerb: has no HTTP method attribute such as [Get("/path")]
            IWrong.WithoutSlash: the path must begin with a slash
            IWrong.WithOpenBrace: a brace is not closed
            IWrong.WithoutParameter: {other} in the path has no parameter
            IWrong.WithoutTask: returns no Task, which every call must
            IWrong.Generic: is generic, which is not supported
            IWrong.TwoBodies: more than one parameter is the body
            IWrong.TwoTokens: more than one parameter is a CancellationToken
            IWrong.ByReference: parameter id is passed by reference
            IWrong.BadHeaders: [HeaderCollection] headers is no IDictionary<string, string>
            """,
            fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Client_refuses_a_class() =>
        Assert.Throws<ArgumentException>(
            () => RestService.For<string>(new RecordingHandler().Client()));

    [Fact]
    public void Registration_refuses_a_wrong_interface_at_once() =>
        Assert.Throws<ArgumentException>(
            () => new ServiceCollection().AddRefitClient<IWrong>());

    [Fact]
    public async Task Registration_gives_a_client_on_the_factorys_handler()
    {
        var handler = new RecordingHandler
        {
            Answer = (_, _) => Task.FromResult(
                RecordingHandler.Json("""{"name":"n","count":1}""")),
        };
        var services = new ServiceCollection();
        services.AddRefitClient<IGoldenApi>()
            .ConfigureHttpClient(http => http.BaseAddress = new("https://api.test/"))
            .ConfigurePrimaryHttpMessageHandler(() => handler);
        await using var provider = services.BuildServiceProvider();

        var thing = await provider.GetRequiredService<IGoldenApi>().GetAsync("1", default);

        Assert.Equal(new("n", 1), thing);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Interface_may_inherit_another_and_be_disposable()
    {
        var handler = new RecordingHandler();
        var api = RestService.For<IDerived>(handler.Client());

        await api.GetAsync();
        api.Dispose();

        Assert.Equal("GET https://api.test/base\nX-Base: 1\n\n", Assert.Single(handler.Requests));
        await Assert.ThrowsAsync<ApiRequestException>(() => api.GetAsync());
    }

    [Headers("X-Base: 1")]
    internal interface IBase
    {
        [Get("/base")]
        Task GetAsync();
    }

    internal interface IDerived : IBase, IDisposable;
}
