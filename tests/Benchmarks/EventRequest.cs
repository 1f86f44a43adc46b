using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Krewe.Benchmarks;

/// <summary>Writes the requests of one caller as the Node library does, each over the one before:
/// the driver is to cost as little as it can beside the server.</summary>
internal sealed class EventRequest(string run, string key)
{
    private const int EventBytesMax = 1_024;
    private const int HeadBytesMax = 1_024;

    private readonly string _name = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:"));
    private readonly ArrayBufferWriter<byte> _content = new();
    private readonly ArrayBufferWriter<byte> _request = new();

    /// <summary>A request with one event.</summary>
    public ReadOnlyMemory<byte> One(LiveEvent it)
    {
        _content.ResetWrittenCount();
        Write(it);
        return Whole("track");
    }

    /// <summary>A request that says which address somebody has.</summary>
    public ReadOnlyMemory<byte> Identify(int person, string email)
    {
        _content.ResetWrittenCount();
        Utf8.TryWrite(
            _content.GetSpan(EventBytesMax),
            CultureInfo.InvariantCulture,
            $$$"""
            {"userId":"{{{person:D12}}}","traits":{"email":"{{{email}}}"},"type":"identify",
            "messageId":"node-next-{{{run}}}-i{{{person}}}","timestamp":"
            """,
            out var length);
        _content.Advance(length);
        WriteNow();
        _content.Write("""
            "}
            """u8);
        return Whole("identify");
    }

    /// <summary>A request with a batch of events.</summary>
    public ReadOnlyMemory<byte> Batch(int first, int count, int segments)
    {
        _content.ResetWrittenCount();
        _content.Write("""{"batch":["""u8);
        for (var number = first; number < first + count; number++)
        {
            _content.Write(number == first ? ""u8 : ","u8);
            Write(LiveEvents.Of(number, segments));
        }

        _content.Write("""],"sentAt":" """u8[..^1]);
        WriteNow();
        _content.Write("""
            "}
            """u8);
        return Whole("batch");
    }

    // A track call.
    private void Write(LiveEvent it)
    {
        Utf8.TryWrite(
            _content.GetSpan(EventBytesMax),
            CultureInfo.InvariantCulture,
            $$$"""
            {"userId":"{{{it.Person:D12}}}","event":"Product Viewed",
            "anonymousId":"{{{LiveEvent.Browser}}}{{{it.Person:D12}}}",
            "properties":{"product":"item {{{it.Pair}}}",
            "category":"category {{{it.Pair}}}","price":19.99,"currency":"EUR"},
            "context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"}},
            "type":"track","_metadata":{"nodeVersion":"22.11.0","jsRuntime":"node"},
            "messageId":"node-next-{{{run}}}-{{{it.Number}}}","timestamp":"
            """,
            out var length);
        _content.Advance(length);
        WriteNow();
        _content.Write("""
            "}
            """u8);
    }

    private void WriteNow()
    {
        TimeProvider.System.GetUtcNow().TryFormat(
            _content.GetSpan(EventBytesMax), out var length, "O", CultureInfo.InvariantCulture);
        _content.Advance(length);
    }

    private ReadOnlyMemory<byte> Whole(string call)
    {
        _request.ResetWrittenCount();
        Utf8.TryWrite(
            _request.GetSpan(HeadBytesMax),
            CultureInfo.InvariantCulture,
            $"POST /v1/{call} HTTP/1.1\r\nHost: krewe\r\nAuthorization: Basic {_name}\r\n",
            out var length);
        _request.Advance(length);
        Utf8.TryWrite(
            _request.GetSpan(HeadBytesMax),
            CultureInfo.InvariantCulture,
            $"Content-Type: application/json\r\nUser-Agent: analytics-node-next/latest\r\n",
            out length);
        _request.Advance(length);
        Utf8.TryWrite(
            _request.GetSpan(HeadBytesMax),
            CultureInfo.InvariantCulture,
            $"Content-Length: {_content.WrittenCount}\r\n\r\n",
            out length);
        _request.Advance(length);
        _request.Write(_content.WrittenSpan);
        return _request.WrittenMemory;
    }
}
