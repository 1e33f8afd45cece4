using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Ports;

/// <summary>Writes typed column batches to one columnar file.</summary>
public interface IPartWriter
{
    /// <summary>File extension with its dot, such as <c>.parquet</c>.</summary>
    string Extension { get; }

    /// <summary>Begins a part on a forward-only stream. The stream stays open.</summary>
    IPart Begin(Stream to, IReadOnlyList<TableColumn> columns, PartCodec codec = PartCodec.Snappy);
}

/// <summary>One part under way. The file is valid only once completed.</summary>
public interface IPart
{
    long Rows { get; }

    /// <summary>Writes the batch as one row group; the caller may reuse its buffers afterwards. An empty batch writes nothing.</summary>
    ValueTask WriteAsync(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes the footer. Returns the file's length in bytes.</summary>
    ValueTask<long> CompleteAsync(CancellationToken cancellationToken);

    /// <summary>What the columns hold, in their order, once the part is completed.</summary>
    IReadOnlyList<PartColumn> Columns { get; }
}
