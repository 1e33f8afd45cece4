using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Tests.Contracts;

public class ContractVersionsTests
{
    static readonly DatasetContract s_first = Version(1, null, "id", "price", "fax");
    static readonly DatasetContract s_second = Version(2, new(2025, 1, 1), "id", "price", "mail");
    static readonly DatasetContract s_third = Version(3, new(2026, 1, 1), "id", "price", "mail", "phone");
    static readonly DatasetCatalog s_catalog = new([s_third, s_first, s_second]);

    [Fact]
    public void A_name_finds_the_newest_version_of_a_dataset()
    {
        Assert.Equal(3, s_catalog.Find("orders")!.Version);
        Assert.Equal([3], s_catalog.All.Select(contract => contract.Version));
        Assert.Equal(3, s_catalog.ForKey("orders/a.csv")!.Version);
    }

    [Fact]
    public void An_old_version_stays_readable()
    {
        Assert.Equal(s_first, s_catalog.Find("orders", 1));
        Assert.Null(s_catalog.Find("orders", 4));
        Assert.Null(s_catalog.Find("none", 1));
    }

    [Theory]
    [InlineData("2019-12-31T23:59:59Z", 1)]
    [InlineData("2024-12-31T23:59:59Z", 1)]
    [InlineData("2025-01-01T00:00:00Z", 2)]
    [InlineData("2026-01-01T00:59:59+01:00", 2)]
    [InlineData("2026-01-01T00:00:00Z", 3)]
    public void A_source_is_read_by_the_version_valid_at_its_time(string time, int version) =>
        Assert.Equal(version, s_catalog.FindAt("orders", DateTimeOffset.Parse(time))!.Version);

    [Fact]
    public void Before_the_first_date_the_oldest_version_is_valid() =>
        Assert.Equal(2, new DatasetCatalog([s_second, s_third]).FindAt("orders", new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero))!.Version);

    [Fact]
    public void The_table_has_the_columns_of_all_versions()
    {
        Assert.Equal(
            ["id", "price", "mail", "phone", "fax", "_offset", "_run"],
            s_catalog.Find("orders")!.TableColumns.Select(column => column.Name));
        Assert.Equal(
            ["id", "price", "mail", "phone", "_offset", "_run"], s_catalog.Find("orders")!.StoredColumns.Select(column => column.Name));
        Assert.True(s_catalog.Find("orders")!.TableColumns.Single(column => column.Name == "fax").Nullable);
    }

    [Theory]
    [InlineData("id,price,fax", 3)]
    [InlineData("id,price,mail,phone", 3)]
    [InlineData("id,price", 0)]
    public void A_header_of_any_version_finds_the_dataset(string header, int version) =>
        Assert.Equal(version, s_catalog.ForHeader(header.Split(','))?.Version ?? 0);

    [Fact]
    public void Versions_that_contradict_each_other_are_refused()
    {
        Refused("two contracts are version 1", s_first, Version(1, new(2025, 1, 1), "id"));
        Refused("versions 1 and 2 are valid from the same date, the beginning", s_first, Version(2, null, "id"));
        Refused("versions 2 and 4 are valid from the same date, 2025-01-01", s_second, Version(4, new(2025, 1, 1), "id"));
        Refused("numbers and dates must rise together", s_second, Version(3, new(2024, 1, 1), "id"));
        Refused("price is string in version 1 and decimal(10,2) in version 2", s_first,
            s_second with { Columns = [new Column { Name = "price", Type = LogicalType.Decimal(10, 2) }] });
    }

    static void Refused(string why, params DatasetContract[] versions)
    {
        var failure = Assert.Throws<TerminalException>(() => new DatasetCatalog(versions));

        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    static DatasetContract Version(int number, DateOnly? validFrom, params string[] columns) => new()
    {
        Name = "orders",
        Version = number,
        ValidFrom = validFrom,
        Source = new("orders/"),
        Columns = [.. columns.Select(column => new Column { Name = column, Type = LogicalType.String, Required = true })],
    };
}
