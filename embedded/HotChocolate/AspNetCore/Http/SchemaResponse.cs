using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HotChocolate.AspNetCore.Http;

/// <summary>The schema as a file, which a client need not fetch twice.</summary>
internal static class SchemaResponse
{
    public static async Task WriteAsync(HttpContext context, ISchemaDefinition schema)
    {
        var sdl = Encoding.UTF8.GetBytes(schema.ToString());
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(sdl).AsSpan(0, 16))}\"";
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "public, max-age=3600, must-revalidate";
        if (context.Request.Headers.IfNoneMatch.ToString()
            .Contains(tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = "schema.graphql",
        }.ToString();
        context.Response.ContentType = "application/graphql; charset=utf-8";
        context.Response.ContentLength = sdl.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(sdl, context.RequestAborted);
        }
    }
}
