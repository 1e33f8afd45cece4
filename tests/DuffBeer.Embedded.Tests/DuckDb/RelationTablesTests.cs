using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Models that are asked for again are answered from memory, with the same rows.</summary>
public sealed class RelationTablesTests : IDisposable
{
    static readonly TableColumn[] s_columns = [new("id", LogicalType.Int64), new("price", LogicalType.Decimal(10, 2))];

    readonly TemporaryFolder _folder = new();
    readonly FolderObjectStore _lake;
    readonly DuckDbQueryEngine _engine;

    public RelationTablesTests()
    {
        _lake = new(Path.Combine(_folder.Path, "lake"));
        _engine = new(_lake, _lake.PathOf, Directory.CreateDirectory(Path.Combine(_folder.Path, "tmp")).FullName);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_question_again_has_the_same_rows_until_the_part_is_gone()
    {
        var model = await ModelAsync(7);
        var first = await AskAsync(model);
        Assert.Equal(first.Rows, (await AskAsync(model)).Rows);
        Assert.Equal([7L, 0.07m], first.Rows[0]);

        // What is gone from the lake is gone from the answers too.
        await _lake.DeleteAsync(model.Parts[0], default);
        await Assert.ThrowsAnyAsync<RunException>(() => AskAsync(model));
    }

    [Fact]
    public async Task Of_many_models_those_asked_for_long_ago_are_forgotten_and_none_is_mixed_up()
    {
        var models = new List<Relation>();
        for (var number = 1; number <= 40; number++)
            models.Add(await ModelAsync(number));
        for (var round = 0; round < 3; round++)
        {
            await Parallel.ForEachAsync(models, async (model, _) =>
                Assert.Equal(models.IndexOf(model) + 1L, (await AskAsync(model)).Rows[0][0]));
        }
    }

    async Task<Relation> ModelAsync(int number)
    {
        var made = await _engine.MaterializeAsync(new($"SELECT {number} AS id, {number} * 0.01 AS price", [], []), s_columns, $"marts/m{number}/", [], default);
        return new("model", s_columns, made.Parts);
    }

    Task<QueryResult> AskAsync(Relation model) => _engine.QueryAsync(new("SELECT id, price FROM \"model\"", [model], []), default);
}
