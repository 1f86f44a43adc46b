using System.Buffers;

namespace Krewe.Embedded;

/// <summary>Turns the items of durable streams into bytes and back.</summary>
/// <remarks>Register one as a singleton for each type of item. What was written once is read
/// again after an update of the program, so the bytes carry a version.</remarks>
public interface IItemCodec<T>
{
    void Write(T item, IBufferWriter<byte> output);

    T Read(ReadOnlySpan<byte> item);
}
