using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What a subscriber asked for is not there any more.</summary>
public class DataNotAvailableException : OrleansException
{
    public DataNotAvailableException()
        : this("the data are not available")
    {
    }

    public DataNotAvailableException(string message)
        : base(message)
    {
    }

    public DataNotAvailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A subscriber went back to a place of which the provider holds nothing.</summary>
public class QueueCacheMissException : DataNotAvailableException
{
    public QueueCacheMissException()
        : this("the place is no longer held")
    {
    }

    public QueueCacheMissException(string message)
        : base(message)
    {
    }

    public QueueCacheMissException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public QueueCacheMissException(
        StreamSequenceToken requested, StreamSequenceToken low, StreamSequenceToken high)
        : this($"{requested}", $"{low}", $"{high}")
    {
    }

    public QueueCacheMissException(string requested, string low, string high)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{requested} is no longer held: what is held goes from {low} to {high}. Raise the "
            + $"bytes that the provider keeps, or go back less far"))
    {
        Requested = requested;
        Low = low;
        High = high;
    }

    public string? Requested { get; }

    public string? Low { get; }

    public string? High { get; }
}
