namespace HotChocolate.Types;

// Each stands for a scalar in [GraphQLType<T>], where the C# type does not say which one.
public sealed class IdType;

public sealed class StringType;

public sealed class IntType;

public sealed class FloatType;

public sealed class BooleanType;

public sealed class LongType;

public sealed class DecimalType;

public sealed class DateTimeType;

public sealed class LocalDateType;

public sealed class LocalTimeType;

public sealed class DurationType;

public sealed class UuidType;

public sealed class UriType;

public sealed class AnyType;

/// <summary>The type without null.</summary>
public sealed class NonNullType<T>;

/// <summary>A list of the type.</summary>
public sealed class ListType<T>;
