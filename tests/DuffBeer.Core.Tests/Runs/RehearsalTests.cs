using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Tests.Runs;

public sealed class RehearsalTests
{
    [Fact]
    public async Task A_rehearsal_takes_good_and_bad_rows_of_several_partitions_to_parts()
    {
        var writer = new CountingWriter();

        await WarmUp.RunAsync(writer, CancellationToken.None);

        Assert.Equal(3, writer.Rows.Count);
        Assert.All(writer.Rows, rows => Assert.InRange(rows, 1, 1999));
        Assert.Equal(2000, writer.Rows.Sum());
    }

    sealed class CountingWriter : IPartWriter
    {
        public List<long> Rows { get; } = [];

        public string Extension => ".parquet";

        public IPart Begin(Stream to, IReadOnlyList<TableColumn> columns, PartCodec codec) => new Counted(Rows);

        sealed class Counted(List<long> counts) : IPart
        {
            public long Rows { get; private set; }

            public IReadOnlyList<PartColumn> Columns => [];

            public ValueTask WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
            {
                Rows += batch.RowCount;
                return default;
            }

            public ValueTask<long> CompleteAsync(CancellationToken cancellationToken)
            {
                counts.Add(Rows);
                return new(0L);
            }
        }
    }
}
