using System.Collections.Concurrent;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>A Parquet file being written: keeps only what the footer needs.</summary>
sealed class ParquetPart(Stream to, ColumnSchema[] columns, Codec codec, ConcurrentBag<ColumnChunkEncoder> encoders) : IPart
{
    /// <summary>A larger encoder, grown by an unusual column, is not kept.</summary>
    const long MaxHeld = 32 << 20;

    readonly List<ColumnChunk[]> _rowGroups = [];
    long _length;

    /// <summary>False during a write, and forever after a failed one, because the file's content is then unknown.</summary>
    bool _writable = true;

    public long Rows { get; private set; }

    public IReadOnlyList<PartColumn> Columns => [.. columns.Index().Select(column => Column(column.Item, column.Index))];

    public async ValueTask WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
    {
        ThrowUnlessWritable();
        Check(batch);
        if (batch.RowCount == 0)
            return;

        _writable = false;
        await AppendMagicOnceAsync(cancellationToken);
        if (!encoders.TryTake(out var encoder))
            encoder = new();
        var chunks = new ColumnChunk[columns.Length];
        for (var column = 0; column < chunks.Length; column++)
        {
            chunks[column] = encoder.Encode(columns[column], batch.Buffers[column], codec, _length);
            await AppendAsync(encoder.Bytes, cancellationToken);
        }

        if (encoder.Held <= MaxHeld)
            encoders.Add(encoder);
        _rowGroups.Add(chunks);
        Rows += batch.RowCount;
        _writable = true;
    }

    public async ValueTask<long> CompleteAsync(CancellationToken cancellationToken)
    {
        ThrowUnlessWritable();
        _writable = false;
        await AppendMagicOnceAsync(cancellationToken);
        await AppendAsync(FileFooter.Write(columns, _rowGroups, _length), cancellationToken);
        return _length;
    }

    PartColumn Column(ColumnSchema schema, int index)
    {
        var bytes = 0L;
        var all = ColumnStatistics.None(schema.Column.Type);
        foreach (var group in _rowGroups)
        {
            bytes += group[index].Length;
            all = all.And(schema.Physical, group[index].Statistics, group[index].Rows);
        }

        return new(schema.Column.FieldId, bytes, all.NullCount, all.NanCount, all.Min?.Value, all.Max?.Value);
    }

    ValueTask AppendMagicOnceAsync(CancellationToken cancellationToken) =>
        _length == 0 ? AppendAsync(FileFooter.Magic.ToArray(), cancellationToken) : ValueTask.CompletedTask;

    async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await to.WriteAsync(bytes, cancellationToken);
        _length += bytes.Length;
    }

    void ThrowUnlessWritable()
    {
        if (!_writable)
            throw new InvalidOperationException("The part is completed, or a write to it failed or is in progress.");
    }

    /// <summary>Rejects a batch that does not fit the declared columns before any byte is written.</summary>
    void Check(ColumnBatch batch)
    {
        if (batch.Columns.Count != columns.Length)
            throw new ArgumentException($"The part has {columns.Length} columns, the batch {batch.Columns.Count}.", nameof(batch));
        for (var index = 0; index < columns.Length; index++)
        {
            var (declared, given, buffer) = (columns[index].Column, batch.Columns[index], batch.Buffers[index]);
            if (given.Name != declared.Name || given.Type != declared.Type)
                throw new ArgumentException(
                    $"Column {index} of the part is '{declared.Name}' {declared.Type}, that of the batch '{given.Name}' {given.Type}.",
                    nameof(batch));
            if (buffer.Count != batch.RowCount)
                throw new ArgumentException(
                    $"Column '{declared.Name}' has {buffer.Count} rows, the batch {batch.RowCount}.", nameof(batch));
            if (!declared.Nullable && buffer.NullCount > 0)
                throw new ArgumentException(
                    $"Column '{declared.Name}' is required, but {buffer.NullCount} of its {buffer.Count} rows are null.", nameof(batch));
        }
    }
}
