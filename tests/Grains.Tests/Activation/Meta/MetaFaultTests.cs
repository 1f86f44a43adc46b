using Krewe.Grains.Activation.Platforms;
using static Krewe.Grains.Activation.Platforms.DeliveryFault;

namespace Krewe.Grains.Tests.Activation.Meta;

/// <summary>Every way a call can fail, and the one fault it becomes.</summary>
public sealed class MetaFaultTests
{
    private const string Business = "X-Business-Use-Case-Usage";
    private const string Bucket = """{"1":[{"type":"custom_audience" """;

    private static readonly TimeSpan Throttled = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Passing = TimeSpan.FromSeconds(5);

    public static TheoryData<int, int?, string> Errors => new()
    {
        { 190, null, nameof(Unauthorized) },
        { 190, 463, nameof(Unauthorized) },
        { 190, 460, nameof(Unauthorized) },
        { 190, 458, nameof(Unauthorized) },
        { 190, 467, nameof(Unauthorized) },
        { 102, null, nameof(Unauthorized) },
        { 2500, null, nameof(Unauthorized) },
        { 10, null, nameof(Forbidden) },
        { 200, null, nameof(Forbidden) },
        { 200, 1870050, nameof(Forbidden) },
        { 200, 1870090, nameof(Forbidden) },
        { 270, null, nameof(Forbidden) },
        { 294, null, nameof(Forbidden) },
        { 3, null, nameof(Forbidden) },
        { 2655, null, nameof(Forbidden) },
        { 368, null, nameof(Forbidden) },
        { 2656, null, nameof(Forbidden) },
        { 100, 1713230, nameof(Forbidden) },
        { 100, 33, nameof(NotFound) },
        { 1487301, null, nameof(NotFound) },
        { 1487366, null, nameof(NotFound) },
        { 100, 1487366, nameof(NotFound) },
        { 100, null, nameof(Rejected) },
        { 100, 1713231, nameof(Rejected) },
        { 100, 1713228, nameof(Rejected) },
        { 100, 1713098, nameof(Rejected) },
        { 105, null, nameof(Rejected) },
        { 2650, 1870144, nameof(Rejected) },
        { 424242, null, nameof(Rejected) },
        { 2650, 1870145, nameof(Transient) },
        { 2650, 1870147, nameof(Transient) },
        { 2650, 1870148, nameof(Transient) },
        { 2650, 1870158, nameof(Transient) },
        { 2650, 1870159, nameof(Transient) },
        { 1, null, nameof(Transient) },
        { 2, null, nameof(Transient) },
        { 4, null, nameof(Transient) },
        { 17, null, nameof(Transient) },
        { 17, 2446079, nameof(Transient) },
        { 32, null, nameof(Transient) },
        { 341, null, nameof(Transient) },
        { 613, null, nameof(Transient) },
        { 80003, null, nameof(Transient) },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Error_is_classified_by_its_code_whatever_the_status(
        int code, int? subcode, string kind)
    {
        foreach (var status in new[] { 200, 400, 403, 429 })
        {
            using var bench = new MetaBench(MetaBench.Error(code, subcode, status));

            var fault = (await bench.SendAsync()).Fault;

            Assert.Equal((status, kind), (status, fault?.GetType().Name));
            Assert.Contains($"code {code}", fault!.Reason, StringComparison.Ordinal);
            Assert.Contains("trace AbC-1_x)", fault.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400, ",\"is_transient\":true", nameof(Transient))]
    [InlineData(400, ",\"is_transient\":false", nameof(Rejected))]
    [InlineData(500, "", nameof(Transient))]
    public async Task Unknown_code_passes_by_itself_only_if_something_says_so(
        int status, string more, string kind)
    {
        using var bench = new MetaBench(MetaBench.Error(424242, null, status, more));

        Assert.Equal(kind, (await bench.SendAsync()).Fault?.GetType().Name);
    }

    [Theory]
    [InlineData(502, "<html><body>Bad Gateway</body></html>")]
    [InlineData(502, "")]
    [InlineData(200, "<html>login</html>")]
    [InlineData(200, "")]
    [InlineData(200, "null")]
    [InlineData(200, "{}")]
    [InlineData(200, "[1,2]")]
    [InlineData(200, """{"num_received":""")]
    [InlineData(200, """{"num_received":"many"}""")]
    [InlineData(302, "")]
    [InlineData(401, "nope")]
    [InlineData(403, """{"error":"nope"}""")]
    [InlineData(400, """{"error":{"message":"no code"}}""")]
    [InlineData(400, """{"error":{"code":"x"}}""")]
    public async Task What_is_no_answer_of_Metas_passes_by_itself(int status, string body)
    {
        using var bench = new MetaBench(MetaBench.Json(body, status));

        var fault = (await bench.SendAsync()).Fault;

        Assert.Equal(
            new Transient(Passing, $"HTTP {status} without an answer that can be read"), fault);
    }

    [Fact]
    public async Task Broken_connection_passes_by_itself()
    {
        using var bench = new MetaBench(
            () => throw new HttpRequestException(HttpRequestError.ConnectionError, MetaBench.Mary),
            () => throw new HttpRequestException(HttpRequestError.NameResolutionError),
            () => throw new TaskCanceledException(null, new TimeoutException()),
            () => throw new IOException(MetaBench.Secret));

        string[] kinds = ["ConnectionError", "NameResolutionError", "timeout", "IOException"];
        foreach (var kind in kinds)
        {
            Assert.Equal(
                new Transient(Passing, $"no answer ({kind})"), (await bench.SendAsync()).Fault);
        }
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_thrown()
    {
        using var bench = new MetaBench();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Platform.SendAsync(
            MetaBench.Connection,
            MetaBench.Audience,
            MetaBench.Batch(MemberChange.Add, MetaBench.Mary),
            source.Token));
    }

    [Fact]
    public async Task An_account_out_of_reach_is_no_reason_to_make_an_audience()
    {
        using var bench = new MetaBench(
            MetaBench.Error(100, 33),
            MetaBench.Json("""{"data":[]}"""),
            MetaBench.Error(100, 33));

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var ensured = await bench.Platform.EnsureAudienceAsync(
                MetaBench.Connection, MetaBench.Spec, default);
            Assert.IsType<Forbidden>(ensured.Fault);
        }
    }

    [Fact]
    public async Task Making_that_failed_is_a_fault_and_no_audience()
    {
        using var bench = new MetaBench(
            MetaBench.Json("""{"data":[]}"""), MetaBench.Json("""{"id":""}"""));

        var ensured = await bench.Platform.EnsureAudienceAsync(
            MetaBench.Connection, MetaBench.Spec, default);

        Assert.IsType<Transient>(ensured.Fault);
    }

    [Theory]
    [InlineData(Business, Bucket + ""","estimated_time_to_regain_access":7}]}""", 420)]
    [InlineData(Business, Bucket + ""","call_count":100}]}""", 300)]
    [InlineData(Business, Bucket + ""","total_time":101},"""
        + """{"type":"ads_management","estimated_time_to_regain_access":9}]}""", 540)]
    [InlineData(Business, Bucket + ""","estimated_time_to_regain_access":99999999}]}""", 86400)]
    [InlineData("X-Ad-Account-Usage", """{"acc_id_util_pct":100,"reset_time_duration":90}""", 90)]
    [InlineData("X-Ad-Account-Usage", """{"acc_id_util_pct":100.5}""", 300)]
    [InlineData("X-App-Usage", """{"call_count":12,"total_cputime":100,"total_time":1}""", 300)]
    public async Task Usage_headers_say_how_long_to_stay_away(
        string name, string value, int seconds)
    {
        var wait = TimeSpan.FromSeconds(seconds);
        using var bench = new MetaBench(
            With(MetaBench.Error(80003), name, value),
            With(MetaBench.Json("""{"num_received":2}"""), name, value),
            With(MetaBench.Json("busy", 503), name, value));

        Assert.Equal(wait, Assert.IsType<Transient>((await bench.SendAsync()).Fault).RetryAfter);
        Assert.Equal(wait, (await bench.SendAsync()).Value?.PauseFor);
        Assert.Equal(wait, Assert.IsType<Transient>((await bench.SendAsync()).Fault).RetryAfter);
    }

    [Theory]
    [InlineData(Business, """{"1":[{"type":"ads_insights","call_count":100}]}""")]
    [InlineData(Business, Bucket + ""","call_count":28,"estimated_time_to_regain_access":0}]}""")]
    [InlineData(Business, """{"1":5,"2":[5]}""")]
    [InlineData(Business, """{"1":[{"type":5,"call_count":"100"}]}""")]
    [InlineData(Business, "{\"1\":")]
    [InlineData(Business, "[]")]
    [InlineData("X-Ad-Account-Usage", """{"acc_id_util_pct":99,"reset_time_duration":90}""")]
    [InlineData("X-App-Usage", "soon")]
    public async Task Usage_headers_that_say_nothing_change_nothing(string name, string value)
    {
        using var bench = new MetaBench(
            With(MetaBench.Error(613), name, value),
            With(MetaBench.Json("""{"num_received":2}"""), name, value));

        Assert.Equal(
            Throttled, Assert.IsType<Transient>((await bench.SendAsync()).Fault).RetryAfter);
        Assert.Equal(TimeSpan.Zero, (await bench.SendAsync()).Value?.PauseFor);
    }

    private static Func<HttpResponseMessage> With(
        Func<HttpResponseMessage> answer, string name, string value) => () =>
        {
            var response = answer();
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
            return response;
        };
}
