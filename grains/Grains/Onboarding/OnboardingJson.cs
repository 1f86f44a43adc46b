using System.Text.Json;
using System.Text.Json.Serialization;
using Krewe.Domain.Onboarding;

namespace Krewe.Grains.Onboarding;

/// <summary>The JSON form of jobs and receipts, stored and shown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(InboundState))]
[JsonSerializable(typeof(ImportJobState))]
[JsonSerializable(typeof(ReportMailState))]
[JsonSerializable(typeof(ImportReceipt))]
internal sealed partial class OnboardingJson : JsonSerializerContext
{
    /// <summary>For people to read, in the words of the doors.</summary>
    public static OnboardingJson Readable { get; } =
        new(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        });
}
