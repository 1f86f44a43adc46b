using System.IO.Compression;
using Krewe.Contracts.Onboarding;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>How a file is to be read, by its name and the definitions in force at its
/// start.</summary>
internal sealed class ImportPlan
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    private readonly InboundFileName _name;
    private readonly Func<long, ImportChunk> _newChunk;

    private ImportPlan(InboundFileName name, int chunkLines, Func<long, ImportChunk> newChunk)
    {
        _name = name;
        _newChunk = newChunk;
        ChunkLines = chunkLines;
    }

    /// <summary>Lines of a chunk.</summary>
    public int ChunkLines { get; }

    /// <summary>What kind of file it is.</summary>
    public ImportKind Kind => ImportReceipt.KindOf(_name);

    /// <summary>What is odd about it without being wrong.</summary>
    public string? Warning { get; private init; }

    /// <summary>Plans the import of a job's file.</summary>
    /// <returns>The plan, or a sentence that says why the file is refused.</returns>
    public static (ImportPlan? Plan, string? Error) Of(
        ImportJob job, Catalog catalog, int chunkLines)
    {
        var parsed = InboundFileName.Parse(job.File);
        if (parsed.Value is null)
        {
            return (null, parsed.Error);
        }

        if (SizeError(job) is { } tooLong)
        {
            return (null, tooLong);
        }

        return parsed.Value switch
        {
            TraitFileName traits => OfTraits(traits, job, catalog, chunkLines),
            IdSyncFileName links => OfLinks(links, job, catalog, chunkLines),
            _ => (null, parsed.Error),
        };
    }

    /// <summary>Opens the content of the file.</summary>
    /// <exception cref="InvalidDataException">Its name says that it is packed, and it is
    /// not.</exception>
    public Stream Open(FileStream file)
    {
        if (!_name.IsGzip)
        {
            return file;
        }

        Span<byte> magic = stackalloc byte[2];
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length
            || !magic.SequenceEqual(GzipMagic))
        {
            throw new InvalidDataException(
                $"File '{_name.Name}' is not packed with gzip, as the end of its name says. Pack "
                + "it, or send it without .gz.");
        }

        file.Position = 0;
        return new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>Says that the content cannot be read on.</summary>
    public InvalidDataException Damaged(InvalidDataException cause) => _name.IsGzip
        ? new InvalidDataException(
            $"File '{_name.Name}' is cut off or damaged: what follows cannot be unpacked. Send it "
            + "whole.",
            cause)
        : cause;

    /// <summary>What is wrong with a file of so many lines; null: nothing.</summary>
    public string? EmptyError(long lines) => lines == 0
        ? $"File '{_name.Name}' has no line. Send it with at least one."
        : null;

    /// <summary>An empty chunk of the file.</summary>
    /// <param name="at">When its traits count as realized, in Unix seconds.</param>
    public ImportChunk NewChunk(long at) => _newChunk(at);

    /// <summary>Stops a file that is longer than files may be.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public void ThrowIfTooLong(long plainBytes)
    {
        if (plainBytes > OnboardingLimits.PlainLengthMax)
        {
            throw new InvalidDataException(
                $"File '{_name.Name}' has more than {OnboardingLimits.PlainLengthMax} bytes "
                + "uncompressed. Split it into parts.");
        }
    }

    private static string? SizeError(ImportJob job) => job.SizeBytes switch
    {
        0 => $"File '{job.File}' is empty. Send it with at least one line.",
        > OnboardingLimits.CompressedLengthMax =>
            $"File '{job.File}' has {job.SizeBytes} bytes; at most "
            + $"{OnboardingLimits.CompressedLengthMax} are taken. Split it into parts.",
        _ => null,
    };

    private static (ImportPlan? Plan, string? Error) OfTraits(
        TraitFileName name, ImportJob job, Catalog catalog, int chunkLines)
    {
        var owner = name.TraitOwner;
        var isCompany = catalog.Definition.PartnerId == owner.Value
            && catalog.FindDataSource(owner) is null;
        if (UnknownSource(name, name.Owner, catalog) is { } unknown)
        {
            return (null, unknown);
        }

        if (!isCompany && UnknownSource(name, owner, catalog) is { } unknownOwner)
        {
            return (null, unknownOwner);
        }

        var target = isCompany ? null : (DataSourceId?)owner;
        var granted = new OnboardingTraits(catalog, target);
        var template = new OnboardingBatch
        {
            Identity = default,
            Stamp = new ImportStamp(job.Upload, name.Split ?? 0, 0, 0),
            At = 0,
            Overwrites = name.Mode == InboundMode.Overwrite,
            Target = target,
            Operations = [],
            LineEnds = [],
            CatalogVersion = catalog.Version,
        };
        var shareAs = catalog.FindDataSource(name.Owner)?.ShareAs ?? HashLabel.None;
        var resolver = new TraitLineResolver(name, shareAs, granted);
        var plan = new ImportPlan(
            name,
            chunkLines,
            at => new TraitChunk(
                resolver, template with { At = InstantOf(job, at) }, catalog.IsDevice))
        {
            Warning = SizeWarning(job),
        };
        return (plan, null);
    }

    private static (ImportPlan? Plan, string? Error) OfLinks(
        IdSyncFileName name, ImportJob job, Catalog catalog, int chunkLines)
    {
        foreach (var column in name.Columns)
        {
            if (UnknownSource(name, column, catalog) is { } unknown)
            {
                return (null, unknown);
            }
        }

        var template = new LinkBatch
        {
            Identity = default,
            Stamp = new ImportStamp(job.Upload, name.Split ?? 0, 0, 0),
            Others = [],
            CatalogVersion = catalog.Version,
            At = 0,
        };
        var resolver = new IdSyncLineResolver(
            name, source => catalog.FindDataSource(source)?.ShareAs ?? HashLabel.None);
        var first = catalog.FindDataSource(name.Columns[0])?.IdType;
        var plan = new ImportPlan(
            name,
            chunkLines,
            at => new IdSyncChunk(resolver, template with { At = InstantOf(job, at) }))
        {
            Warning = first is { } type ? name.FirstColumnWarning(type) : SizeWarning(job),
        };
        return (plan, null);
    }

    // What a file says was so when it was received, however long it waited.
    private static long InstantOf(ImportJob job, long begun) =>
        Math.Min(begun, job.Received.ToUnixTimeSeconds());

    private static string? UnknownSource(
        InboundFileName name, DataSourceId source, Catalog catalog) =>
        source == DataSourceId.Uuid
        || GlobalDataSources.Find(source) is not null
        || catalog.FindDataSource(source) is not null
            ? null
            : $"File '{name.Name}': data source {source} is not defined. Define it in the "
                + "workspace, then send the file again.";

    private static string? SizeWarning(ImportJob job) =>
        job.SizeBytes > OnboardingLimits.CompressedLengthWarn
            ? $"File '{job.File}' has {job.SizeBytes} bytes; files of up to 300 MB are best."
            : null;
}
