using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HotChocolate.Execution;
using HotChocolate.Execution.Results;

namespace HotChocolate;

public static class ExecutionResultExtensions
{
    /// <summary>The response as JSON text.</summary>
    public static string ToJson(this IExecutionResult result, bool withIndentations = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = withIndentations,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            ResultWriter.Write(writer, result.ExpectOperationResult());
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
