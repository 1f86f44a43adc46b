namespace HotChocolate.Authorization;

/// <summary>When the policy is asked.</summary>
public enum ApplyPolicy
{
    BeforeResolver = 0,
    AfterResolver = 1,
    Validation = 2,
}

/// <summary>Who may see the field; on a type, every field that gives it.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property
        | AttributeTargets.Method,
    AllowMultiple = true)]
public sealed class AuthorizeAttribute : Attribute
{
    public AuthorizeAttribute()
    {
    }

    public AuthorizeAttribute(string policy) => Policy = policy;

    public string? Policy { get; set; }

    /// <summary>One of them is enough.</summary>
    public string[]? Roles { get; set; }

    public ApplyPolicy Apply { get; set; }
}

/// <summary>The field is for everyone, whatever its type asks.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class AllowAnonymousAttribute : Attribute;
