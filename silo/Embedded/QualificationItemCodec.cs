using System.Buffers;
using Krewe.Domain.Activation;
using Krewe.Domain.Codecs;
using Krewe.Embedded;

namespace Krewe.Silo.Embedded;

/// <summary>The form in which qualifications wait in a stream.</summary>
internal sealed class QualificationItemCodec : IItemCodec<Qualification>
{
    private const int TypicalLength = 80;

    public void Write(Qualification item, IBufferWriter<byte> output)
    {
        var writer = new StateWriter(TypicalLength);
        QualificationCodec.Write(writer, item);
        output.Write(writer.Finish());
    }

    public Qualification Read(ReadOnlySpan<byte> item)
    {
        var reader = new StateReader(item);
        return QualificationCodec.Read(ref reader);
    }
}
