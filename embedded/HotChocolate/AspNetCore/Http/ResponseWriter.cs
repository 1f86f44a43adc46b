using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotChocolate.Execution;
using HotChocolate.Execution.Results;
using Microsoft.AspNetCore.Http;

namespace HotChocolate.AspNetCore.Http;

/// <summary>Writes single responses.</summary>
internal static class ResponseWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 1_000,
    };

    // One for each thread: writing awaits nothing.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes a response in the format that was chosen.</summary>
    /// <param name="context">Where it goes.</param>
    /// <param name="result">The response.</param>
    /// <param name="format">What the client takes.</param>
    /// <param name="status">The status; null when it follows from the response.</param>
    public static async Task WriteAsync(
        HttpContext context, OperationResult result, ResponseFormat format, int? status)
    {
        var response = context.Response;
        if (format is ResponseFormat.EventStream && status is null)
        {
            await EventStream.WriteAsync(context, OnceAsync(result));
            return;
        }

        response.StatusCode = status ?? StatusOf(result, format);
        response.ContentType = format is ResponseFormat.LegacyJson
            ? "application/json; charset=utf-8"
            : "application/graphql-response+json; charset=utf-8";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            Write(response.BodyWriter, result);
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static void Write(IBufferWriter<byte> output, OperationResult result) =>
        Write(output, writer => ResultWriter.Write(writer, result));

    public static void Write(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        var writer = _writer ?? new(output, Options);
        _writer = null;
        writer.Reset(output);
        write(writer);
        writer.Flush();
        _writer = writer;
    }

    private static int StatusOf(OperationResult result, ResponseFormat format) =>
        format is ResponseFormat.LegacyJson ? StatusCodes.Status200OK
        : result.HttpStatus ?? (result.Data is null && result.Errors.Count > 0
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status200OK);

    private static async IAsyncEnumerable<OperationResult> OnceAsync(OperationResult result)
    {
        await Task.CompletedTask;
        yield return result;
    }
}
