using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Events;

/// <summary>A body that was read whole, in a buffer that goes back when it is done with.</summary>
/// <remarks>However much is sent, and whatever it unpacks to, little more than the limit is
/// held.</remarks>
internal sealed class BoundedBody : IDisposable
{
    private const int LengthMin = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(LengthMin);
    private int _length;

    private BoundedBody()
    {
    }

    /// <summary>What is wrong with it; null: nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether that is its length.</summary>
    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public static async Task<BoundedBody> ReadAsync(
        HttpRequest request, int lengthMax, CancellationToken cancellationToken)
    {
        var body = new BoundedBody();
        try
        {
            await body.FillAsync(request, lengthMax, cancellationToken);
            return body;
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            body.Fault = "The body breaks off, or is not packed as Content-Encoding says.";
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // What people did is not left in buffers that others rent.
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
    }

    private async Task FillAsync(
        HttpRequest request, int lengthMax, CancellationToken cancellationToken)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var isPacked = encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase);
        if (!isPacked
            && encoding.Length > 0
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            Fault = "The Content-Encoding is not known: send the body as gzip, or as it is.";
            return;
        }

        if (request.ContentLength > lengthMax)
        {
            RefuseLength(lengthMax);
            return;
        }

        if (!isPacked)
        {
            await FillAsync(request.Body, lengthMax, cancellationToken);
            return;
        }

        await using var unpacked = new GZipStream(
            request.Body, CompressionMode.Decompress, leaveOpen: true);
        await FillAsync(unpacked, lengthMax, cancellationToken);
    }

    private async Task FillAsync(
        Stream stream, int lengthMax, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _bytes.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
            _length += read;
            if (_length > lengthMax)
            {
                RefuseLength(lengthMax);
                return;
            }

            if (read == 0)
            {
                return;
            }
        }
    }

    private void Grow()
    {
        var longer = ArrayPool<byte>.Shared.Rent(2 * _bytes.Length);
        Bytes.CopyTo(longer);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = longer;
    }

    private void RefuseLength(int lengthMax)
    {
        IsTooLong = true;
        Fault = $"The body is longer than {lengthMax} bytes: send less at once.";
    }
}
