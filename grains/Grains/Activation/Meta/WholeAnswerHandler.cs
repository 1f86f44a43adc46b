namespace Krewe.Grains.Activation.Meta;

/// <summary>Reads the whole answer before it is handed on.</summary>
/// <remarks>
/// A client's time-out ends with the headers when the body is streamed. Read here, the body is
/// under the time-out too, so that a connection which stalls cannot hold a shard for ever, and
/// it has a limit.
/// </remarks>
internal sealed class WholeAnswerHandler : DelegatingHandler
{
    /// <summary>A page of 500 audiences is some hundred kilobytes.</summary>
    public const long BodyBytesMax = 16 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(BodyBytesMax, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
