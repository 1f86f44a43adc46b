using System.Text;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

/// <summary>Lines of signals, written <c>key=value&amp;key=value</c>.</summary>
internal static class SignalLines
{
    public static (byte[] Buffer, Signal[] Signals) Of(string text)
    {
        var buffer = Encoding.UTF8.GetBytes(text);
        var signals = new List<Signal>();
        var start = 0;
        while (start < buffer.Length)
        {
            var rest = buffer.AsSpan(start);
            var length = rest.IndexOf((byte)'&') is var end and >= 0 ? end : rest.Length;
            var equals = rest.IndexOf((byte)'=');
            signals.Add(new Signal(start, equals, start + equals + 1, length - equals - 1));
            start += length + 1;
        }

        return (buffer, [.. signals]);
    }
}
