using System.Text;

namespace Krewe.Api.Graph;

/// <summary>IDs as the graph gives them out, where no field makes them.</summary>
internal static class GlobalId
{
    /// <summary>The ID of a thing by the name of its type and its key.</summary>
    public static string Of(string type, string key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{key}"));
}
