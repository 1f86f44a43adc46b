using System.Buffers;
using System.Buffers.Binary;
using Krewe.Embedded;
using Orleans;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Engine.CrashHost;

public interface IPrinterGrain : IGrainWithStringKey;

/// <summary>Prints what it receives.</summary>
[ImplicitStreamSubscription("numbers")]
internal sealed class PrinterGrain : Grain, IPrinterGrain, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<int>().ResumeAsync((item, _) =>
        {
            Console.WriteLine($"got {this.GetPrimaryKeyString()} {item}");
            return Task.CompletedTask;
        });
}

internal sealed class NumberCodec : IItemCodec<int>
{
    public void Write(int item, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), item);
        output.Advance(4);
    }

    public int Read(ReadOnlySpan<byte> item) => BinaryPrimitives.ReadInt32LittleEndian(item);
}
