namespace Krewe.Sandbox.State;

/// <summary>Tokens and authorization codes, bounded. Safe from any thread.</summary>
internal sealed class TokenBook(SandboxClock clock, SandboxRandom random)
{
    public const int TokensMax = 10_000;
    public const int CodesMax = 1_000;
    private const int ValueLength = 64;
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AccessToken> _byValue = new(StringComparer.Ordinal);
    private readonly Queue<AccessToken> _inOrder = new();
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly Queue<string> _codesInOrder = new();
    private readonly HashSet<string> _usedCodes = new(StringComparer.Ordinal);
    private int _ids;

    /// <summary>Issues a token. A value or id that is not given is made up.</summary>
    public AccessToken Issue(
        string userId,
        string appId,
        IReadOnlyList<string> scopes,
        TimeSpan? lifetime,
        string? id = null,
        string? value = null)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            id ??= $"t{++_ids}";
            var token = new AccessToken(id, value ?? NewValue(), userId, appId)
            {
                Scopes = scopes,
                IssuedAt = now,
                ExpiresAt = now + lifetime,
            };
            _byValue[token.Value] = token;
            _inOrder.Enqueue(token);
            DropOldest();
            return token;
        }
    }

    public AccessToken? Find(string value)
    {
        lock (_gate)
        {
            return _byValue.GetValueOrDefault(value);
        }
    }

    public AccessToken? FindById(string id)
    {
        lock (_gate)
        {
            return _byValue.Values.LastOrDefault(token => token.Id == id);
        }
    }

    public AccessToken[] List()
    {
        lock (_gate)
        {
            return [.. _byValue.Values];
        }
    }

    public AuthorizationCode IssueCode(
        string appId, string userId, string redirectUri, IReadOnlyList<string> scopes)
    {
        var expiresAt = clock.GetUtcNow() + CodeLifetime;
        lock (_gate)
        {
            var code = new AuthorizationCode(
                random.NextText(ValueLength), appId, userId, redirectUri, scopes, expiresAt);
            _codes[code.Value] = code;
            _codesInOrder.Enqueue(code.Value);
            if (_codesInOrder.Count > CodesMax)
            {
                var oldest = _codesInOrder.Dequeue();
                _codes.Remove(oldest);
                _usedCodes.Remove(oldest);
            }

            return code;
        }
    }

    /// <summary>Uses a code up. A second use finds it used.</summary>
    public AuthorizationCode? TakeCode(string value, out bool wasUsed)
    {
        lock (_gate)
        {
            wasUsed = _usedCodes.Contains(value);
            if (!_codes.Remove(value, out var code))
            {
                return null;
            }

            _usedCodes.Add(value);
            return code;
        }
    }

    private string NewValue() => "EAA" + random.NextText(ValueLength);

    private void DropOldest()
    {
        while (_inOrder.Count > TokensMax)
        {
            var oldest = _inOrder.Dequeue();
            if (_byValue.GetValueOrDefault(oldest.Value) == oldest)
            {
                _byValue.Remove(oldest.Value);
            }
        }
    }
}
