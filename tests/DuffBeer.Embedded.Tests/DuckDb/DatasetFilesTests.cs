using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class DatasetFilesTests : IDisposable
{
    const int Sets = 40;
    const int MostSmall = 3;

    static readonly TableColumn[] s_columns =
    [
        new("id", LogicalType.Int64), new("price", LogicalType.Decimal(18, 2)), new("at", LogicalType.Timestamp),
    ];

    readonly TemporaryFolder _folder = new();
    readonly DuckDbDatabase _database;
    readonly RelationSql _sql;
    readonly DatasetFiles _files;
    int _read;

    public DatasetFilesTests()
    {
        _database = new(_folder["tmp"]);
        _sql = new(PathOf);
        _files = new(_folder["made"], _sql, PathOf, _database.Connect, MostSmall);
        Directory.CreateDirectory(_folder["lake"]);
    }

    public void Dispose()
    {
        _files.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Runs_are_read_once_however_many_statements_use_them()
    {
        for (var statement = 0; statement < 3; statement++)
            (await LeaseAsync(Of("same"))).Dispose();

        Assert.Equal(1, _read);
    }

    [Fact]
    public async Task Old_files_go_but_not_one_that_a_statement_uses()
    {
        using var held = await LeaseAsync(Of("held"));
        for (var set = 0; set < Sets; set++)
            (await LeaseAsync(Of($"set {set}"))).Dispose();

        Assert.True(File.Exists(held.Of(Of("held")).Runs));
        Assert.InRange(Made().Count, 2, Sets / 2);
        (await LeaseAsync(Of("set 0"))).Dispose();
        Assert.Equal(1 + Sets + 1, _read);
    }

    [Fact]
    public async Task Keys_of_any_text_and_no_runs_at_all_are_read_back()
    {
        const string Key = "a \"quoted\" ü,\n\\ 'key'.csv";
        using var lease = await LeaseAsync(Of("hostile", new RelationRun("r", DateTimeOffset.UnixEpoch.AddMilliseconds(1), Key)));
        using var none = await LeaseAsync(Of("none"));

        Assert.Equal([["r", DateTime.UnixEpoch.AddMilliseconds(1), Key, 0]], RunsOf(lease, "hostile"));
        Assert.Empty(RunsOf(none, "none"));
    }

    [Fact]
    public async Task Runs_are_ranked_as_everywhere_else()
    {
        var noon = new DateTimeOffset(1969, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));
        RelationRun[] ordered =
        [
            new("z", noon.AddTicks(-1), "z"),
            new("a", noon, "B"),
            new("a", noon, "a"),
            new("b", noon, "a"),
            new("a", noon, "aa"),
            // A full-width letter and an emoji: the other way round in UTF-16.
            new("a", noon, "Ａ"),
            new("a", noon, "🍺"),
            new("a", noon, "🍺a"),
            new("a", noon.AddTicks(1), "a"),
        ];
        Assert.Equal(ordered, ordered.Reverse().Order(Comparer<RelationRun>.Create(SourceOrder.Compare)));

        using var lease = await LeaseAsync(Of("ranked", [.. ordered.Reverse()]));

        Assert.Equal(
            ordered.Select(run => (run.RunId, run.SourceKey)),
            RunsOf(lease, "ranked").OrderBy(row => (int)row[3]!).Select(row => ((string)row[0]!, (string)row[2]!)));
    }

    [Fact]
    public async Task Many_small_parts_are_read_from_copies_with_the_same_rows()
    {
        var dataset = Of("many") with { Columns = s_columns, Parts = ["a", "b", "c", "d", "large"] };
        foreach (var part in dataset.Parts)
            Write(part, $"SELECT CAST(7 AS INTEGER) AS id, TIMESTAMP '2024-01-15 23:00:00.000001' AS at, 'run {part}' AS _run");
        Write("b", "SELECT 8 AS id, 1.5 AS price, TIMESTAMPTZ '2024-07-01 12:00:00.5+00' AS at, 'other' AS _run");
        Write("large", "SELECT range AS id, hash(range) AS filler, 'large' AS _run FROM range(20000)");

        using var lease = await LeaseAsync(dataset);

        var paths = lease.Of(dataset).Parts;
        Assert.Equal(2, paths.Count);
        Assert.Contains(PathOf("large"), paths);
        Assert.Equal(Rows(_sql.SelectStored(dataset, [.. dataset.Parts.Select(PathOf)])), Rows(_sql.SelectStored(dataset, paths)));
    }

    [Fact]
    public async Task Copies_are_made_once_and_again_when_a_part_is_another()
    {
        var dataset = Of("many") with { Columns = s_columns, Parts = ["a", "b", "c", "d"] };
        foreach (var part in dataset.Parts)
            Write(part, "SELECT 7 AS id, 'run' AS _run");
        using var first = await LeaseAsync(dataset);
        using var same = await LeaseAsync(dataset);
        Assert.Equal(first.Of(dataset).Parts, same.Of(dataset).Parts);

        Write("c", "SELECT 9 AS id, 'other' AS _run");
        using var other = await LeaseAsync(dataset);

        Assert.Equal([7L, 7L, 7L, 9L], Rows(_sql.SelectStored(dataset, other.Of(dataset).Parts)).Select(row => row[0]).Order());
    }

    [Fact]
    public async Task What_cannot_be_copied_leaves_no_copy()
    {
        var dataset = Of("many") with { Columns = s_columns, Parts = ["a", "b", "c", "d"] };
        foreach (var part in dataset.Parts)
            Write(part, "SELECT 'none' AS id, 'run' AS _run");

        await Assert.ThrowsAnyAsync<Exception>(() => LeaseAsync(dataset));

        Assert.Equal(["runs.parquet"], Made());
    }

    IReadOnlyList<string> Made() =>
        [.. Directory.GetFiles(_folder["made"], "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];

    string PathOf(string part) => Path.Combine(_folder["lake"], $"{part}.parquet");

    void Write(string part, string select)
    {
        using var connection = _database.Connect();
        connection.Run($"COPY ({select}) TO '{PathOf(part)}' (FORMAT parquet)");
    }

    IReadOnlyList<object?[]> RunsOf(DatasetFiles.Lease lease, string id) =>
        Rows($"SELECT * FROM read_parquet('{lease.Of(Of(id)).Runs}')");

    IReadOnlyList<object?[]> Rows(string sql)
    {
        using var connection = _database.Connect();
        using var statement = connection.Prepare(sql + (sql.Contains("AS part", StringComparison.Ordinal) ? " ORDER BY ALL" : ""));
        return statement.Query([], default).Rows;
    }

    Relation Of(string id, params RelationRun[] runs) => new("orders", [], [], new(id, _ =>
    {
        _read++;
        return AsyncEnumerable.Repeat<IReadOnlyList<RelationRun>>(runs, 1);
    }));

    Task<DatasetFiles.Lease> LeaseAsync(Relation dataset) => _files.LeaseAsync(new("", [dataset], []), default);
}
