using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests.Readers;

/// <summary>Independent readers give exactly the values that we write, of every type and in every codec: docs/parquet.md.</summary>
public sealed class EveryReaderTests(ReaderFiles files) : IClassFixture<ReaderFiles>
{
    public static IEnumerable<object[]> Cases =>
        from pair in Law.Pairs(["DuckDB", "Parquet.Net", "hyparquet", "parquet-wasm"], ReaderFiles.Names)
        select new object[] { pair.First, pair.Second };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_reader_gives_every_value_of_every_file(string readerName, string file)
    {
        var reader = Reader.All(files.DuckDb).Single(reader => reader.Name == readerName);

        var read = await reader.ReadAsync(files[file], EveryColumn.Columns);

        Assert.Equal(EveryColumn.Columns.Count, read.Count);
        foreach (var (index, column) in EveryColumn.Columns.Index())
        {
            var written = reader.Written(column, EveryColumn.Batches.Select(batch => batch.Buffers[index]));
            var cells = read[column.Name];
            Assert.Equal(written.Count, cells.Length);
            for (var row = 0; row < cells.Length; row++)
            {
                if (written[row] != cells[row])
                    Assert.Fail($"Row {row} of {column.Name}: wrote {written[row] ?? "null"}, read {cells[row] ?? "null"}.");
            }
        }
    }

    [Fact]
    public void The_columns_have_every_type() =>
        Assert.Equal(Enum.GetValues<TypeKind>(), EveryColumn.Columns.Select(column => column.Type.Kind).Distinct().Order());
}
