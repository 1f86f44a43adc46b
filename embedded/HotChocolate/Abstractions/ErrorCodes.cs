namespace HotChocolate;

/// <summary>The codes that clients may know, in extensions.code.</summary>
internal static class ErrorCodes
{
    public const string InvalidType = "HC0002";
    public const string RequestInvalid = "HC0009";
    public const string RequestTooLarge = "HC0010";
    public const string Syntax = "HC0011";
    public const string RequestEmpty = "HC0012";
    public const string NoQueryAndNoId = "HC0013";
    public const string NullAtRequiredInput = "HC0016";
    public const string NonNullViolation = "HC0018";
    public const string PersistedQueryNotFound = "HC0020";
    public const string Timeout = "HC0045";
    public const string IntrospectionNotAllowed = "HC0046";
    public const string CostExceeded = "HC0047";
    public const string Canceled = "HC0049";
    public const string PageTooLarge = "HC0051";
    public const string NoPagingBoundaries = "HC0052";
    public const string OneOfNoField = "HC0054";
    public const string OneOfSeveralFields = "HC0055";
    public const string OneOfNull = "HC0056";
    public const string AcceptUnsupported = "HC0063";
    public const string AcceptInvalid = "HC0064";
    public const string NodesTooMany = "HC0076";
    public const string CursorInvalid = "HC0078";
    public const string PageNegative = "HC0079";
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";
    public const string PolicyNotFound = "AUTH_POLICY_NOT_FOUND";
    public const string NoDefaultPolicy = "AUTH_NO_DEFAULT_POLICY";
}
