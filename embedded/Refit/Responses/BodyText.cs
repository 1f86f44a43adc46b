using System.Text;

namespace Refit;

/// <summary>Reads the body of a failed answer, which may be long, broken or both.</summary>
internal static class BodyText
{
    public static async Task<string?> TryReadAsync(HttpContent content, int? charactersMax)
    {
        try
        {
            return charactersMax is { } limit
                ? await ReadAsync(content, limit)
                : await content.ReadAsStringAsync();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException
            or OperationCanceledException or InvalidOperationException or ArgumentException)
        {
            // The failure that is being reported matters more than its body: a cut
            // connection, an unknown charset or a stream read before costs only the text.
            return null;
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, int charactersMax)
    {
        using var reader = new StreamReader(await content.ReadAsStreamAsync(), Encoding.UTF8);
        var buffer = new char[charactersMax];
        var length = await reader.ReadBlockAsync(buffer);
        return new string(buffer, 0, length);
    }
}
