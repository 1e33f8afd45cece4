using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

public sealed class PartRulesTests : IDisposable
{
    static readonly TableColumn s_id = new("id", LogicalType.Int64, Nullable: false);
    static readonly TableColumn s_price = new("price", LogicalType.Decimal(9, 2));

    readonly ParquetPartWriter _writer = new();
    readonly MemoryStream _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_part_is_a_parquet_file() => Assert.Equal(".parquet", _writer.Extension);

    [Fact]
    public async Task A_part_counts_its_rows_and_leaves_the_stream_open()
    {
        var part = _writer.Begin(_file, [s_id]);
        Assert.Equal(0, part.Rows);
        await part.WriteAsync(Cells.Batch([s_id], [1L, 2L]), default);
        await part.WriteAsync(Cells.Batch([s_id], [3L]), default);

        var length = await part.CompleteAsync(default);

        Assert.Equal(3, part.Rows);
        Assert.Equal(_file.Length, length);
        Assert.True(_file.CanWrite);
    }

    [Fact]
    public async Task The_same_batches_give_the_same_bytes()
    {
        async Task<byte[]> WriteAsync()
        {
            var file = new MemoryStream();
            var part = new ParquetPartWriter().Begin(file, [s_id, s_price]);
            await part.WriteAsync(Cells.Batch([s_id, s_price], [1L, 2L, 1L], [250L, null, 250L]), default);
            await part.CompleteAsync(default);
            return file.ToArray();
        }

        Assert.Equal(await WriteAsync(), await WriteAsync());
    }

    [Fact]
    public void A_part_needs_columns() => AssertRefused<ArgumentException>("at least one", () => _writer.Begin(_file, []));

    [Fact]
    public void Column_names_are_unique() =>
        AssertRefused<ArgumentException>("'id' is declared twice", () => _writer.Begin(_file, [s_id, s_price, s_id]));

    [Fact]
    public void A_decimal_has_at_most_18_digits() =>
        AssertRefused<ArgumentException>(
            "at most 18 digits", () => _writer.Begin(_file, [s_price with { Type = LogicalType.Decimal(19, 2) }]));

    [Fact]
    public async Task A_null_in_a_required_column_is_refused_and_nothing_is_written()
    {
        var part = _writer.Begin(_file, [s_id]);

        await AssertRefusedAsync<ArgumentException>(
            "'id' is required, but 1 of its 2 rows", part.WriteAsync(Cells.Batch([s_id], [1L, null]), default));

        Assert.Equal(0, _file.Length);
        await part.WriteAsync(Cells.Batch([s_id], [1L]), default);
        Assert.Equal(1, part.Rows);
    }

    [Fact]
    public async Task A_batch_with_other_columns_is_refused()
    {
        var part = _writer.Begin(_file, [s_id, s_price]);

        await AssertRefusedAsync<ArgumentException>("has 2 columns, the batch 1", part.WriteAsync(new([s_id]), default));
        await AssertRefusedAsync<ArgumentException>(
            "that of the batch 'price' decimal(9,2)", part.WriteAsync(new([s_price, s_id]), default));
        await AssertRefusedAsync<ArgumentException>("that of the batch 'price' decimal(9,3)",
            part.WriteAsync(new([s_id, s_price with { Type = LogicalType.Decimal(9, 3) }]), default));
    }

    [Fact]
    public async Task A_batch_with_columns_of_different_lengths_is_refused() =>
        await AssertRefusedAsync<ArgumentException>("'price' has 1 rows, the batch 2",
            _writer.Begin(_file, [s_id, s_price]).WriteAsync(Cells.Batch([s_id, s_price], [1L, 2L], [3L]), default));

    [Theory]
    [InlineData(9, 1_000_000_000L)]
    [InlineData(9, 5_000_000_000L)]
    [InlineData(9, -1_000_000_000L)]
    [InlineData(18, 1_000_000_000_000_000_000L)]
    [InlineData(18, long.MinValue)]
    public async Task A_decimal_with_too_many_digits_is_refused(int precision, long unscaled)
    {
        TableColumn[] columns = [new("price", LogicalType.Decimal(precision, 2))];

        await AssertRefusedAsync<ArgumentException>($"'price' is decimal({precision},2)",
            _writer.Begin(_file, columns).WriteAsync(Cells.Batch(columns, [1L, unscaled, null]), default));
    }

    [Fact]
    public async Task A_boolean_is_0_or_1()
    {
        TableColumn[] columns = [new("paid", LogicalType.Bool)];
        var batch = new ColumnBatch(columns);
        ((ValueBuffer<byte>)batch.Buffers[0]).Append(2);

        await AssertRefusedAsync<ArgumentException>("'paid' is bool", _writer.Begin(_file, columns).WriteAsync(batch, default));
    }

    [Fact]
    public async Task A_completed_part_accepts_no_more_rows()
    {
        var part = _writer.Begin(_file, [s_id]);
        await part.CompleteAsync(default);

        await AssertRefusedAsync<InvalidOperationException>("completed", part.WriteAsync(Cells.Batch([s_id], [1L]), default));
        await AssertRefusedAsync<InvalidOperationException>("completed", part.CompleteAsync(default).AsTask());
    }

    [Fact]
    public async Task A_part_whose_stream_failed_is_never_completed()
    {
        var part = _writer.Begin(new MemoryStream(new byte[10]), [s_id]);

        await Assert.ThrowsAsync<NotSupportedException>(() => part.WriteAsync(Cells.Batch([s_id], [1L]), default).AsTask());

        await AssertRefusedAsync<InvalidOperationException>("failed", part.CompleteAsync(default).AsTask());
    }

    [Fact]
    public async Task A_cancelled_write_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _writer.Begin(_file, [s_id]).WriteAsync(Cells.Batch([s_id], [1L]), cancelled.Token).AsTask());
    }

    [Fact]
    public async Task Parts_may_be_written_concurrently()
    {
        async Task<byte[]> WriteAsync(int seed)
        {
            var random = new Random(seed);
            TableColumn[] columns = [s_id, new("name", LogicalType.String)];
            var file = new MemoryStream();
            var part = _writer.Begin(file, columns);
            for (var group = 0; group < 5; group++)
            {
                await part.WriteAsync(Cells.Batch(columns,
                    [.. Enumerable.Range(0, 2_000).Select(_ => (object)random.NextInt64())],
                    [.. Enumerable.Range(0, 2_000).Select(_ => (object)$"client {random.Next(100)}")]), default);
                await Task.Yield();
            }

            await part.CompleteAsync(default);
            return file.ToArray();
        }

        var alone = new List<byte[]>();
        for (var seed = 0; seed < 8; seed++)
            alone.Add(await WriteAsync(seed));
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => WriteAsync(seed))));

        Assert.Equal(alone, together);
    }

    static void AssertRefused<T>(string because, Action act) where T : Exception => Assert.Contains(because, Assert.Throws<T>(act).Message);

    static async Task AssertRefusedAsync<T>(string because, ValueTask act)
        where T : Exception => await AssertRefusedAsync<T>(because, act.AsTask());

    static async Task AssertRefusedAsync<T>(string because, Task act) where T : Exception =>
        Assert.Contains(because, (await Assert.ThrowsAsync<T>(() => act)).Message);
}
