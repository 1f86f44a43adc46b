using System.Net;
using System.Text;
using Krewe.Domain.Identity;
using Krewe.Grains.Activation.Meta;
using Krewe.Grains.Activation.Platforms;
using Microsoft.Extensions.Options;
using Refit;

namespace Krewe.Grains.Tests.Activation.Meta;

/// <summary>A platform on a wire of our own: what it sends is kept, what it gets is told.</summary>
internal sealed class MetaBench : HttpMessageHandler
{
    public const string Secret = "EAAB-secret-token-that-nothing-may-show-0123456789";
    public const string Mary = "f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79";
    public const string John = "375320dd9ae7ed408002f3768e16cb5f28c861062fd50dff9a3bff62e9dce4ef";

    public static readonly PlatformConnection Connection = new("act_1", new(Secret));
    public static readonly RemoteAudience Audience = new("120200000000001", "Buyers");
    public static readonly AudienceSpec Spec = new("Buyers", "Who bought.", "main/7");

    public MetaBench(params Func<HttpResponseMessage>[] answers)
    {
        Answers = new(answers);
        var http = new HttpClient(this, disposeHandler: false)
        {
            BaseAddress = new("https://graph.test"),
        };
        Platform = new MetaPlatform(
            RestService.For<IMetaApi>(http, MetaServiceCollectionExtensions.Settings()),
            Options.Create(new MetaOptions { PageSize = 2 }),
            Log.For<MetaPlatform>());
    }

    public Queue<Func<HttpResponseMessage>> Answers { get; }

    public List<string> Requests { get; } = [];

    public CapturedLog Log { get; } = new();

    public MetaPlatform Platform { get; }

    public static Func<HttpResponseMessage> Json(string body, int status = 200) =>
        () => new((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };

    public static Func<HttpResponseMessage> Error(
        int code, int? subcode = null, int status = 400, string more = "") =>
        Json($$$"""
            {"error":{"message":"{{{Secret}}} {{{Mary}}}","type":"OAuthException","code":{{{code}}}
            {{{(subcode is null ? "" : $",\"error_subcode\":{subcode}")}}}{{{more}}},
            "error_user_msg":"{{{Mary}}}","fbtrace_id":"AbC-1_x"}}
            """, status);

    public static MemberBatch Batch(MemberChange change, params string[] hashes) => new(
        change, [.. hashes.Select(Hash)], SessionId: 9778993, Sequence: 1, IsLast: true, 2);

    public static Sha256Digest Hash(string hex) => IdentityValue.Parse(hex).Digest;

    public Task<PlatformResult<BatchReceipt>> SendAsync(MemberChange change = MemberChange.Add) =>
        Platform.SendAsync(Connection, Audience, Batch(change, Mary, John), default);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = request.Content?.Headers.ContentLength;
        var body = request.Content is null
            ? ""
            : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers
            .Concat(request.Content is { } content ? content.Headers : [])
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        Requests.Add(string.Join('\n',
            [$"{request.Method} {request.RequestUri!.AbsoluteUri}", .. headers, "", body]));
        return Answers.Dequeue()();
    }
}
