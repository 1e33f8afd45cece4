using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>How a run is divided and how much memory it may use.</summary>
public sealed record IngestSettings
{
    /// <summary>Source bytes per chunk. Default: null, which derives it from the file's size and <see cref="Workers"/>.</summary>
    public long? ChunkBytes { get; init; }

    /// <summary>Chunks of one run that are transformed in parallel. Default: the number of processor cores.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Maximum rows per row group. Default: 262,144.</summary>
    public int RowGroupRows { get; init; } = 1 << 18;

    /// <summary>Bytes of typed rows that a chunk buffers over all partitions before it writes the largest one. Default: 32 MiB.</summary>
    public long BufferBytes { get; init; } = 32 << 20;

    /// <summary>Maximum partitions that a run may write if the dataset's contract sets none. Default: 200.</summary>
    public int MaxPartitions { get; init; } = 200;

    /// <summary>Compression of parts if the dataset's contract sets none. Default: Snappy, which every reader supports.</summary>
    public PartCodec Codec { get; init; }

    /// <summary>How receipts check the bytes of sources. Default: CRC-32.</summary>
    public PieceCheck SourceCheck { get; init; }

    /// <summary>Codecs that the query engine can read. Default: all.</summary>
    public IReadOnlyList<PartCodec> Readable { get; init; } = PartCodecs.All;

    /// <summary>Key of <c>keyed_hash</c> in contracts; null if none is set.</summary>
    public string? HashKey { get; init; }

    /// <summary>Compression of the parts of a dataset.</summary>
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: the query engine could not read them.</exception>
    public PartCodec CodecOf(DatasetContract contract)
    {
        var codec = contract.Codec ?? Codec;
        return Readable.Contains(codec)
            ? codec
            : throw new TerminalException(
                ProblemCode.DefinitionInvalid,
                $"{(contract.Codec is null ? "The settings" : "The contract")} would compress the parts of {contract.Name} with " +
                $"{codec.Word}, which the SQL engine of this installation cannot read. It reads {PartCodecs.List(Readable)}.");
    }

    public int MaxPartitionsOf(DatasetContract contract) => contract.MaxPartitions ?? MaxPartitions;

    public RowSettings ForRows(RunRecord run, DatasetContract contract) =>
        new(run.Id, run.ProcessingDate, HashKey is null ? null : Encoding.UTF8.GetBytes(HashKey), MaxPartitionsOf(contract));
}
