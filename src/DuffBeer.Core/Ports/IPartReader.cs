using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Ports;

/// <summary>Reads back what an <see cref="IPartWriter"/> wrote, to write it again in other files.</summary>
public interface IPartReader
{
    /// <param name="columns">
    /// The columns to read, found by their ids. One that the part lacks is null in every row. Null for the part's own columns.
    /// </param>
    /// <returns>Null if the part has no ids, or a column of a type that cannot become the wanted one without loss.</returns>
    Task<IPartContent?> OpenAsync(IByteSource part, IReadOnlyList<TableColumn>? columns, CancellationToken cancellationToken);
}

/// <summary>The rows of one part.</summary>
public interface IPartContent
{
    /// <summary>The columns that are read.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    PartCodec Codec { get; }

    /// <summary>Rows of each row group.</summary>
    IReadOnlyList<long> RowGroups { get; }

    /// <summary>Appends a row group's rows to a batch of the columns, in their order.</summary>
    /// <param name="rowGroup">0-based.</param>
    ValueTask AppendAsync(int rowGroup, ColumnBatch batch, CancellationToken cancellationToken);
}
