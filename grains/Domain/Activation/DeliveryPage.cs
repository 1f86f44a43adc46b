using System.Collections.Immutable;
using Krewe.Domain.Codecs;

namespace Krewe.Domain.Activation;

/// <summary>Some news for one shard of a destination, stored until they are dealt with.</summary>
public sealed record DeliveryPage
{
    /// <summary>In the order in which they arrived.</summary>
    public ImmutableArray<Qualification> News { get; init; } = [];
}

/// <summary>The binary form that a <see cref="DeliveryPage"/> is kept in.</summary>
/// <remarks>
/// <para>Shape: a version byte, the count, the news.</para>
/// <para>Errors: <see cref="FormatException"/> on damage and on a version from the future.</para>
/// </remarks>
public static class DeliveryPageCodec
{
    private const byte FormatVersion = 1;
    private const int TypicalLength = 64;

    /// <summary>Writes a page.</summary>
    public static ReadOnlyMemory<byte> Write(DeliveryPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var writer = new StateWriter(TypicalLength * (page.News.Length + 1));
        writer.Byte(FormatVersion);
        writer.Count(page.News.Length);
        foreach (var news in page.News)
        {
            QualificationCodec.Write(writer, news);
        }

        return writer.Finish();
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">The bytes are damaged or too new.</exception>
    public static DeliveryPage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of news", FormatVersion);
        var news = ImmutableArray.CreateBuilder<Qualification>(reader.Count());
        while (news.Count < news.Capacity)
        {
            news.Add(QualificationCodec.Read(ref reader));
        }

        return new DeliveryPage { News = news.MoveToImmutable() };
    }
}
