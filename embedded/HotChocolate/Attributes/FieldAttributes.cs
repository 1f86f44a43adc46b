namespace HotChocolate.Types;

/// <summary>The field is a page of a list, cut by cursors.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    private int? _defaultPageSize;
    private int? _maxPageSize;
    private bool? _includeTotalCount;
    private bool? _allowBackwardPagination;
    private bool? _requirePagingBoundaries;
    private bool? _inferConnectionNameFromField;

    /// <summary>The name of the connection type, without the word "Connection".</summary>
    public string? ConnectionName { get; set; }

    public string? ProviderName { get; set; }

    public int DefaultPageSize
    {
        get => _defaultPageSize ?? Pagination.PagingDefaults.DefaultPageSize;
        set => _defaultPageSize = value;
    }

    public int MaxPageSize
    {
        get => _maxPageSize ?? Pagination.PagingDefaults.MaxPageSize;
        set => _maxPageSize = value;
    }

    public bool IncludeTotalCount
    {
        get => _includeTotalCount ?? Pagination.PagingDefaults.IncludeTotalCount;
        set => _includeTotalCount = value;
    }

    public bool AllowBackwardPagination
    {
        get => _allowBackwardPagination ?? Pagination.PagingDefaults.AllowBackwardPagination;
        set => _allowBackwardPagination = value;
    }

    public bool RequirePagingBoundaries
    {
        get => _requirePagingBoundaries ?? Pagination.PagingDefaults.RequirePagingBoundaries;
        set => _requirePagingBoundaries = value;
    }

    public bool InferConnectionNameFromField
    {
        get => _inferConnectionNameFromField
            ?? Pagination.PagingDefaults.InferConnectionNameFromField;
        set => _inferConnectionNameFromField = value;
    }

    /// <summary>What was said here; what was not is left to the schema's options.</summary>
    internal Pagination.PagingOptions ToOptions() => new()
    {
        DefaultPageSize = _defaultPageSize,
        MaxPageSize = _maxPageSize,
        IncludeTotalCount = _includeTotalCount,
        AllowBackwardPagination = _allowBackwardPagination,
        RequirePagingBoundaries = _requirePagingBoundaries,
        InferConnectionNameFromField = _inferConnectionNameFromField,
    };
}

/// <summary>The method is a subscription: each event of its topic is resolved by it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>The public method that gives the stream of events; else a topic does.</summary>
    public string? With { get; set; }
}

/// <summary>The topic of a subscription; {name} stands for an argument.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class TopicAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>How the mutation's input and payload are made, or that they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    public string? InputTypeName { get; set; }

    public string? InputArgumentName { get; set; }

    public string? PayloadTypeName { get; set; }

    public string? PayloadFieldName { get; set; }

    public string? PayloadErrorTypeName { get; set; }

    public string? PayloadErrorsFieldName { get; set; }

    public bool Disable { get; set; }
}

/// <summary>
/// A mistake that the mutation answers with: an exception, or a class made from one.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public class ErrorAttribute(Type errorType) : Attribute
{
    public Type ErrorType { get; } = errorType;
}

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ErrorAttribute<TError>() : ErrorAttribute(typeof(TError));
