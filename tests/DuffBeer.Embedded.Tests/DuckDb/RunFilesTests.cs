using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class RunFilesTests : IDisposable
{
    const int Sets = 40;

    readonly TemporaryFolder _folder = new();
    readonly DuckDbDatabase _database;
    readonly RunFiles _files;
    int _read;

    public RunFilesTests()
    {
        _database = new(_folder["tmp"]);
        _files = new(_folder["runs"], _database.Connect);
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
            (await LeaseAsync("same")).Dispose();

        Assert.Equal(1, _read);
    }

    [Fact]
    public async Task Old_files_go_but_not_one_that_a_statement_uses()
    {
        using var held = await LeaseAsync("held");
        for (var set = 0; set < Sets; set++)
            (await LeaseAsync($"set {set}")).Dispose();

        Assert.True(File.Exists(held.PathOf(Of("held"))));
        Assert.InRange(Directory.GetFiles(_folder["runs"], "*", SearchOption.AllDirectories).Length, 2, Sets / 2);
        (await LeaseAsync("set 0")).Dispose();
        Assert.Equal(1 + Sets + 1, _read);
    }

    [Fact]
    public async Task Keys_of_any_text_and_no_runs_at_all_are_read_back()
    {
        const string Key = "a \"quoted\" ü,\n\\ 'key'.csv";
        using var lease = await LeaseAsync("hostile", new RelationRun("r", DateTimeOffset.UnixEpoch.AddMilliseconds(1), Key, 5));
        using var none = await LeaseAsync("none");

        using var connection = _database.Connect();
        Assert.Equal(
            [["r", DateTime.UnixEpoch.AddMilliseconds(1), Key, 5]],
            Rows(connection, $"SELECT * FROM read_parquet('{lease.PathOf(Of("hostile"))}')"));
        Assert.Empty(Rows(connection, $"SELECT * FROM read_parquet('{none.PathOf(Of("none"))}')"));
    }

    static IReadOnlyList<object?[]> Rows(DuckDbConnection connection, string sql)
    {
        using var statement = connection.Prepare(sql);
        return statement.Query([], default).Rows;
    }

    RelationRuns Of(string id, params RelationRun[] runs) => new(id, _ =>
    {
        _read++;
        return Task.FromResult<IReadOnlyList<RelationRun>>(runs);
    });

    Task<RunFiles.Lease> LeaseAsync(string id, params RelationRun[] runs) =>
        _files.LeaseAsync(new("", [new("orders", [], [], Of(id, runs))], []), default);
}
