using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Accounts;

/// <summary>Credentials in environment variables and files.</summary>
internal sealed class Secrets : ISecrets
{
    private const string VariablePrefix = "env:";
    private const string FilePrefix = "file:";
    private const int LengthMax = 16_384;

    public async Task<PlatformResult<AccessToken>> ReadAsync(
        string source, CancellationToken cancellationToken)
    {
        if (source.StartsWith(VariablePrefix, StringComparison.Ordinal))
        {
            var name = source[VariablePrefix.Length..];
            return Token(source, Environment.GetEnvironmentVariable(name));
        }

        return source.StartsWith(FilePrefix, StringComparison.Ordinal)
            ? await ReadFileAsync(source, cancellationToken)
            : new DeliveryFault.Unauthorized(
                "a token source has the form env:NAME or file:PATH: correct the account");
    }

    private static async Task<PlatformResult<AccessToken>> ReadFileAsync(
        string source, CancellationToken cancellationToken)
    {
        var path = source[FilePrefix.Length..];
        try
        {
            return new FileInfo(path).Length > LengthMax
                ? new DeliveryFault.Unauthorized($"token source {source} is no token: too long")
                : Token(source, await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception fault) when (fault
            is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new DeliveryFault.Unauthorized(
                $"token source {source} cannot be read: {fault.GetType().Name}");
        }
    }

    private static PlatformResult<AccessToken> Token(string source, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new DeliveryFault.Unauthorized($"token source {source} is empty");
        }

        var value = text.Trim();
        return value.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? new DeliveryFault.Unauthorized(
                $"token source {source} is no token: it has spaces or other than ASCII")
            : new AccessToken(value);
    }
}
