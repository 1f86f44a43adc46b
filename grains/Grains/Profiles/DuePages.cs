using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Codecs;

namespace Krewe.Grains.Profiles;

/// <summary>Which pages a register of due profiles has.</summary>
/// <remarks>
/// Units: pages from <see cref="Start"/> to before <see cref="End"/>; <see cref="Earliest"/> is the
/// first instant at which one of them is due, in Unix seconds, or earlier.
/// </remarks>
[GenerateSerializer, Immutable, Alias("due-pages")]
internal sealed record DuePages
{
    [Id(0)]
    public long Start { get; init; }

    [Id(1)]
    public long End { get; init; }

    [Id(2)]
    public long Earliest { get; init; }
}

/// <summary>Some due profiles, in the order in which they were registered.</summary>
[GenerateSerializer, Immutable, Alias("due-page")]
internal sealed record DuePage
{
    [Id(0)]
    public ImmutableArray<DueProfile> Profiles { get; init; } = [];
}

/// <summary>The binary form of the register.</summary>
internal static class DueCodec
{
    private const byte FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write(DuePages pages)
    {
        var writer = new StateWriter(32);
        writer.Byte(FormatVersion);
        writer.Signed(pages.Start);
        writer.Signed(pages.End);
        writer.Signed(pages.Earliest);
        return writer.Finish();
    }

    public static DuePages ReadPages(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("register of due profiles", FormatVersion);
        return new DuePages
        {
            Start = reader.Signed(),
            End = reader.Signed(),
            Earliest = reader.Signed(),
        };
    }

    public static ReadOnlyMemory<byte> Write(DuePage page)
    {
        var writer = new StateWriter(32 * (page.Profiles.Length + 1));
        writer.Byte(FormatVersion);
        writer.Count(page.Profiles.Length);
        foreach (var due in page.Profiles)
        {
            writer.Identity(due.Profile);
            writer.Signed(due.At);
        }

        return writer.Finish();
    }

    public static DuePage ReadPage(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("page of due profiles", FormatVersion);
        var profiles = ImmutableArray.CreateBuilder<DueProfile>(reader.Count());
        while (profiles.Count < profiles.Capacity)
        {
            profiles.Add(new DueProfile(reader.Identity(), reader.Signed()));
        }

        return new DuePage { Profiles = profiles.MoveToImmutable() };
    }
}
