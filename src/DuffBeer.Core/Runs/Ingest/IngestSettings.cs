using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>How a run is divided and how much memory it may use.</summary>
public sealed record IngestSettings
{
    /// <summary>Bytes of source that one activity transforms. Default: null, which is by the file's size and <see cref="Workers"/>.</summary>
    public long? ChunkBytes { get; init; }

    /// <summary>Chunks of one run that are transformed at the same time. Default: the processor's cores.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Rows of a row group, at most. Default: 262,144.</summary>
    public int RowGroupRows { get; init; } = 1 << 18;

    /// <summary>Bytes of typed rows that a chunk holds over all partitions before the largest is written. Default: 32 MiB.</summary>
    public long BufferBytes { get; init; } = 32 << 20;

    /// <summary>Partitions that a run may write. Default: 200.</summary>
    public int MaxPartitions { get; init; } = 200;

    /// <summary>How parts are packed where the dataset's contract does not say. Default: Snappy, which every reader knows.</summary>
    public PartCodec Codec { get; init; }

    /// <summary>What the engine that answers questions can unpack. Default: all.</summary>
    public IReadOnlyList<PartCodec> Readable { get; init; } = PartCodecs.All;

    /// <summary>Key of <c>keyed_hash</c> in contracts; null where none is set.</summary>
    public string? HashKey { get; init; }

    /// <summary>How the parts of a dataset are packed.</summary>
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: readers here could not unpack them.</exception>
    public PartCodec CodecOf(DatasetContract contract)
    {
        var codec = contract.Codec ?? Codec;
        return Readable.Contains(codec)
            ? codec
            : throw new TerminalException(
                ProblemCode.DefinitionInvalid,
                $"The parts of {contract.Name} would be packed with {codec.Word}, {(contract.Codec is null ? "as the settings say" : "as its contract says")}, which the SQL engine of this installation cannot read. It reads {PartCodecs.List(Readable)}.");
    }

    public RowSettings ForRows(RunRecord run) =>
        new(run.Id, run.ProcessingDate, HashKey is null ? null : Encoding.UTF8.GetBytes(HashKey), MaxPartitions);
}
