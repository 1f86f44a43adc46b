using System.Text.Json;

namespace HotChocolate.Types.Scalars;

/// <summary>The scalars, by the C# types they stand for. Shared by all schemas.</summary>
internal static class ScalarTypes
{
    public static ScalarType Id { get; } = new IdScalar();

    public static ScalarType String { get; } = new StringScalar();

    public static ScalarType Boolean { get; } = new BooleanScalar();

    public static ScalarType Int { get; } = new IntScalar();

    public static ScalarType Float { get; } = new FloatScalar();

    public static ScalarType Long { get; } = new LongScalar();

    public static ScalarType Decimal { get; } = new DecimalScalar();

    public static ScalarType Any { get; } = new AnyScalar();

    /// <summary>Those that every schema has, used or not.</summary>
    public static IReadOnlyList<ScalarType> Standard { get; } = [String, Boolean, Int, Float, Id];

    private static readonly Dictionary<Type, (ScalarType Scalar, Func<object, object>? Convert)>
        ByType = new()
        {
            [typeof(string)] = (String, null),
            [typeof(bool)] = (Boolean, null),
            [typeof(int)] = (Int, null),
            [typeof(double)] = (Float, null),
            [typeof(float)] = (Float, value => (float)(double)value),
            [typeof(long)] = (Long, null),
            [typeof(decimal)] = (Decimal, null),
            [typeof(Guid)] = (FormattedScalars.Uuid, null),
            [typeof(Uri)] = (FormattedScalars.Uri, null),
            [typeof(byte[])] = (FormattedScalars.Base64String, null),
            [typeof(DateTimeOffset)] = (FormattedScalars.DateTime, null),
            [typeof(DateTime)] =
                (FormattedScalars.DateTime, value => ((DateTimeOffset)value).UtcDateTime),
            [typeof(DateOnly)] = (FormattedScalars.LocalDate, null),
            [typeof(TimeOnly)] = (FormattedScalars.LocalTime, null),
            [typeof(TimeSpan)] = (FormattedScalars.Duration, null),
            [typeof(JsonElement)] = (Any, null),
            [typeof(object)] = (Any, null),
        };

    private static readonly Dictionary<Type, ScalarType> ByMarker = new()
    {
        [typeof(IdType)] = Id,
        [typeof(StringType)] = String,
        [typeof(IntType)] = Int,
        [typeof(FloatType)] = Float,
        [typeof(BooleanType)] = Boolean,
        [typeof(LongType)] = Long,
        [typeof(DecimalType)] = Decimal,
        [typeof(DateTimeType)] = FormattedScalars.DateTime,
        [typeof(LocalDateType)] = FormattedScalars.LocalDate,
        [typeof(LocalTimeType)] = FormattedScalars.LocalTime,
        [typeof(DurationType)] = FormattedScalars.Duration,
        [typeof(UuidType)] = FormattedScalars.Uuid,
        [typeof(UriType)] = FormattedScalars.Uri,
        [typeof(AnyType)] = Any,
    };

    public static ScalarType? Of(Type type) =>
        ByType.TryGetValue(type, out var known) ? known.Scalar : null;

    /// <summary>What makes the C# type of what the scalar reads; null when it reads that.</summary>
    public static Func<object, object>? ConverterTo(Type type) =>
        ByType.TryGetValue(type, out var known) ? known.Convert : null;

    /// <summary>The scalar that a marker such as <see cref="IdType"/> stands for.</summary>
    public static ScalarType? OfMarker(Type marker) => ByMarker.GetValueOrDefault(marker);
}
