using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Embedded.Tests.DuckDb;

/// <summary>Rows with some keys are found in files of codes, and are those that a statement finds.</summary>
public sealed class CodedRelationsTests : IDisposable
{
    const int Rows = 70_000;

    static readonly TableColumn[] s_columns =
    [
        new("id", LogicalType.Int64), new("wide", LogicalType.Int64), new("small", LogicalType.Int32), new("day", LogicalType.Date),
        new("name", LogicalType.String), new("price", LogicalType.Decimal(10, 2)),
    ];

    readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("id", "3", "69999", "-5", "70001")]
    [InlineData("wide", "0", "4611686018427387903", "-4611686018427387000", "9")]
    [InlineData("small", "-100", "0", "101", "5000000")]
    [InlineData("day", "1969-12-31", "2026-01-01", "2100-01-01")]
    [InlineData("name", "n1", "o'n", "", "none")]
    public async Task Are_the_rows_that_a_statement_finds(string key, params string[] values)
    {
        var relation = await RelationAsync();
        var type = s_columns.First(column => column.Name == key).Type;
        var wanted = Wanted(relation, key, [.. values.Select(value => Value(type, value))]);

        var found = await FindAsync(wanted);

        Assert.Equal(Texts(await AskAsync(wanted, type)), Texts(found!.Rows));
        Assert.NotEmpty(found.Rows);
    }

    [Fact]
    public async Task Are_not_found_before_the_second_question_nor_of_unfit_columns_nor_if_there_are_too_many()
    {
        var relation = await RelationAsync();
        var wanted = Wanted(relation, "id", [3L]);

        Assert.Null(await _lake.Engine.FindAsync(wanted, default));
        await _lake.Engine.Making;
        Assert.Null(await _lake.Engine.FindAsync(wanted, default));
        await _lake.Engine.Making;
        Assert.Single((await _lake.Engine.FindAsync(wanted, default))!.Rows);
        Assert.Null(await FindAsync(wanted with { Columns = s_columns }));
        Assert.Null(await FindAsync(Wanted(relation, "small", [7])));
    }

    [Fact]
    public async Task Are_read_whole_from_their_places_in_several_parts()
    {
        var (one, other) = (await RelationAsync(), await RelationAsync(first: Rows - 3));
        var relation = one with { Parts = [.. one.Parts, .. other.Parts] };
        var wanted = Wanted(relation, "id", [3L, Rows - 1L, Rows + 9L]);

        var found = (await FindAsync(wanted))!;
        var whole = await _lake.Engine.AtAsync(relation, found.Places, default);

        Assert.Equal([(0, 3), (0, Rows - 1), (1, 2), (1, 12)], found.Places.Select(place => (place.Part, (int)place.Row)).Order());
        Assert.Equal(Texts(await AskAsync(wanted with { Columns = s_columns }, LogicalType.Int64)), Texts(whole));
    }

    [Fact]
    public async Task Leave_no_file_when_the_engine_forgets_and_are_made_again()
    {
        var wanted = Wanted(await RelationAsync(), "id", [3L]);
        Assert.NotNull(await FindAsync(wanted));
        Assert.NotEmpty(Directory.GetFiles(_lake.Temp, "codes-*"));

        await _lake.Engine.ForgetAsync(default);

        Assert.Empty(Directory.GetFiles(_lake.Temp, "codes-*"));
        Assert.Single((await FindAsync(wanted))!.Rows);
    }

    /// <summary>Of a part that is damaged further on.</summary>
    [Fact]
    public async Task Are_read_without_the_other_row_groups()
    {
        var relation = await RelationAsync(rows: 3 * 122_880);
        var path = _lake.Store.PathOf(relation.Parts[0]);
        var content = await File.ReadAllBytesAsync(path);
        content.AsSpan(content.Length / 2, content.Length / 8).Clear();
        await File.WriteAllBytesAsync(path, content);

        Assert.Equal(7L, Assert.Single(await _lake.Engine.AtAsync(relation, [new(0, 7)], default))[0]);
        await Assert.ThrowsAnyAsync<RunException>(
            () => _lake.Engine.QueryAsync(new("SELECT sum(price) FROM large", [relation], []), default));
    }

    [Fact]
    public async Task Are_not_found_of_parts_that_are_gone()
    {
        var relation = await RelationAsync();
        Assert.NotNull(await FindAsync(Wanted(relation, "id", [3L])));

        await _lake.Store.DeleteAsync(relation.Parts[0], default);

        Assert.Null(await FindAsync(Wanted(relation, "id", [3L])));
    }

    static KeyedRows Wanted(Relation relation, string key, object[] values) => new(relation, key, values, [.. s_columns.SkipLast(1)], 500);

    static object Value(LogicalType type, string text) => type.Kind switch
    {
        TypeKind.Int64 => long.Parse(text),
        TypeKind.Int32 => int.Parse(text),
        TypeKind.Date => DateOnly.Parse(text),
        _ => text,
    };

    static IEnumerable<string> Texts(IReadOnlyList<object?[]> rows) => rows.Select(row => string.Join('|', row)).Order();

    async Task<Relation> RelationAsync(int first = 0, int rows = Rows)
    {
        var made = await _lake.Engine.MaterializeAsync(
            new(
                $"""
                SELECT
                    range AS id,
                    CASE range WHEN 3 THEN 4611686018427387903 WHEN 4 THEN -4611686018427387000 WHEN 5 THEN 0 END AS wide,
                    CASE WHEN range < 200 THEN range - 100 ELSE 7 END AS small,
                    CASE range WHEN 3 THEN DATE '1969-12-31' WHEN 4 THEN DATE '2026-01-01' WHEN 5 THEN DATE '2100-01-01' END AS day,
                    CASE range % 1000 WHEN 1 THEN 'n1' WHEN 2 THEN 'o''n' WHEN 3 THEN '' ELSE CASE WHEN range > 9 THEN 'x' END END AS name,
                    range * 0.01 AS price
                FROM range({first}, {first + rows})
                """,
                [], []),
            s_columns, FormattableString.Invariant($"marts/large-{first}/"), [], default);
        return new("large", s_columns, made.Parts);
    }

    /// <summary>Asks until the files are made.</summary>
    async Task<FoundByKey?> FindAsync(KeyedRows wanted)
    {
        for (var time = 0; time < 2; time++)
        {
            await _lake.Engine.FindAsync(wanted, default);
            await _lake.Engine.Making;
        }

        return await _lake.Engine.FindAsync(wanted, default);
    }

    async Task<IReadOnlyList<object?[]>> AskAsync(KeyedRows wanted, LogicalType type) => (await _lake.Engine.QueryAsync(
        new(
            $"SELECT {string.Join(", ", wanted.Columns.Select(column => column.Name))} FROM large WHERE {wanted.Key} IN "
                + $"({string.Join(", ", wanted.Values.Select(value => _lake.Engine.Dialect.Literal(new(type, value))))})",
            [wanted.Relation], []),
        default)).Rows;
}
