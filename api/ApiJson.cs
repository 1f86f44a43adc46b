using System.Text.Json;
using System.Text.Json.Serialization;

namespace Krewe.Api;

/// <summary>The JSON that the HTTP doors speak, for both sides.</summary>
public static class ApiJson
{
    /// <summary>For a client of the doors.</summary>
    public static JsonSerializerOptions ClientOptions { get; } = MakeClientOptions();

    internal static void Configure(JsonSerializerOptions options) =>
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));

    private static JsonSerializerOptions MakeClientOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}
