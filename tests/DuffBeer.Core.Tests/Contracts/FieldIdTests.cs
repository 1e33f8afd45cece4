using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Tests.Contracts;

public class FieldIdTests
{
    /// <summary>Readers of Iceberg know columns by these numbers: they are in every file that was ever written.</summary>
    [Theory]
    [InlineData("order_id", 1_391_285_490)]
    [InlineData("pa_date", 1_939_039_527)]
    public void A_columns_number_is_made_from_its_name_and_never_changes(string name, int id) =>
        Assert.Equal(id, new TableColumn(name, LogicalType.Int64).FieldId);

    [Fact]
    public void System_columns_have_numbers_of_their_own() =>
        Assert.Equal(
            [900_000, 900_001, 900_002, 900_003, 900_004],
            ((TableColumn[])[SystemColumns.Offset, SystemColumns.Run, .. SystemColumns.OfRuns]).Select(column => column.FieldId));

    [Fact]
    public void A_contracts_number_is_the_columns_number()
    {
        var contract = Version(1, ("id", 7), ("price", null));

        Assert.Equal(
            [7, FieldId.OfName("price"), 900_000, 900_001], contract.StoredColumns.Select(column => column.FieldId));
    }

    [Fact]
    public void No_name_of_a_shipped_kind_has_a_number_that_Iceberg_reserves() =>
        Assert.All(
            Enumerable.Range(0, 20_000).Select(index => FieldId.OfName($"column_{index}")),
            id => Assert.InRange(id, FieldId.LargestGiven + 1, 2_147_483_447));

    [Theory]
    [InlineData("price", 7, "id and price have the same id, 7; give one of them another id or name")]
    [InlineData("id", 8, "id has the id 7 and the id 8; a column keeps its id in all versions")]
    public void Versions_that_give_a_number_another_meaning_are_refused(string column, int id, string problem)
    {
        var failure = Assert.Throws<TerminalException>(
            () => new DatasetCatalog([Version(1, ("id", 7)), Version(2, (column, id)) with { ValidFrom = new(2026, 1, 1) }]));

        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    static DatasetContract Version(int version, params (string Name, int? Id)[] columns) => new()
    {
        Name = "orders",
        Version = version,
        Source = new("orders/"),
        Columns = [.. columns.Select(column => new Column { Name = column.Name, Type = LogicalType.Int64, Id = column.Id })],
    };
}
