using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Odcs;

namespace DuffBeer.Definitions.Tests.Odcs;

/// <summary>Contracts of other programs: what is taken, guessed and left out.</summary>
public sealed class ForeignContractTests
{
    const string Shop = """
        apiVersion: v3.0.2
        kind: DataContract
        id: 53581432-6c55-4ba2-a65f-72344a91553a
        status: draft
        version: 2.3.1
        domain: Shop
        dataProduct: orders
        description: { purpose: All orders., usage: Reports }
        tenant: ACME
        team:
          - { username: desk@example.com, name: Desk, role: Data Owner }
        slaProperties: [ { property: latency, value: 4, unit: d } ]
        servers:
          - { server: prod, type: s3, location: "s3://acme/shop/{model}/*.csv", format: csv, delimiter: ";" }
        schema:
          - name: Orders
            physicalType: TABLE
            properties:
              - { name: Order No, physicalName: ORDER_NO, logicalType: integer, physicalType: "NUMBER(38,0)", primaryKey: true }
              - { name: amount, logicalType: number, physicalType: "NUMBER(12,2)", logicalTypeOptions: { minimum: 0, multipleOf: 0.01 } }
              - { name: weight, logicalType: number }
              - { name: ratio, logicalType: number, logicalTypeOptions: { format: f64 } }
              - { name: placed, logicalType: timestamp, logicalTypeOptions: { format: "yyyy-MM-dd'T'HH:mm:ss", timezone: false } }
              - { name: day, logicalType: date, logicalTypeOptions: { format: "DD/YYYY", maximum: "soon" } }
              - { name: opens, logicalType: time }
              - { name: tags, logicalType: array, items: { logicalType: string } }
              - name: customer
                logicalType: object
                properties:
                  - { name: id, physicalType: bigint, required: true }
                  - { name: Zip-Code, physicalType: VARCHAR(5), logicalTypeOptions: { maxLength: 5 } }
              - name: state
                logicalType: string
                description: State of the order
                quality:
                  - { type: library, metric: invalidValues, mustBe: 0, arguments: { validValues: [new, paid] } }
                  - { type: library, metric: nullValues, mustBeLessThan: 5 }
              - { name: geo, physicalType: GEOGRAPHY, classification: confidential }
            quality:
              - { metric: rowCount, mustBeGreaterThan: 10 }
          - name: clients
            properties: [ { name: id, physicalType: int, description: Id } ]
        """;

    static readonly OdcsImported s_shop = OdcsImport.Read(Shop, "shop.odcs.yaml");

    [Fact]
    public void Each_table_becomes_a_contract()
    {
        Assert.Empty(s_shop.Errors);
        var (orders, clients) = (s_shop.Contracts[0].Contract, s_shop.Contracts[1].Contract);

        Assert.Equal(("orders", 2, "Shop", "All orders."), (orders.Name, orders.Version, orders.Domain, orders.Description));
        Assert.Equal(new("Desk", "desk@example.com"), orders.Owner);
        Assert.Equal(new("shop/orders/", "*.csv"), orders.Source);
        Assert.Equal(new("shop/clients/", "*.csv"), clients.Source);
        Assert.Equal(";", orders.Dialect.Delimiter);
        Assert.Equal(
            [
                "order_no int64 True True", "amount decimal(12,2) False False", "weight decimal(18,6) False False",
                "ratio double False False", "placed timestamp False False", "day date False False", "opens string False False",
                "customer_id int64 True False", "customer_zip_code string False False", "state string False False",
                "geo string False False",
            ],
            orders.Columns.Select(column => $"{column.Name} {column.Type} {column.Required} {column.Key}"));
        Assert.Equal(["new", "paid"], orders.Columns.Single(column => column.Name == "state").OneOf);
        Assert.Equal(0, orders.Columns.Single(column => column.Name == "amount").Range?.Min);
        Assert.Equal("yyyy-MM-dd'T'HH:mm:ss", orders.Columns.Single(column => column.Name == "placed").Formats.Single());
        Assert.Equal("customer.Zip-Code", orders.Columns.Single(column => column.Name == "customer_zip_code").SourceName);
        Assert.Contains(HeaderName.Fold("Order No"), HeaderName.Of(orders.Columns[0]));
    }

    [Theory]
    [InlineData(4, ImportNoteKind.LeftOut, "in use as soon as its file is there")]
    [InlineData(5, ImportNoteKind.Guessed, "'2.3.1' is 2")]
    [InlineData(8, ImportNoteKind.LeftOut, "a contract has one description")]
    [InlineData(9, ImportNoteKind.LeftOut, "a contract has no key for it")]
    [InlineData(11, ImportNoteKind.Taken, "owner: Desk")]
    [InlineData(12, ImportNoteKind.LeftOut, "no service levels")]
    [InlineData(14, ImportNoteKind.Guessed, "files are below")]
    [InlineData(19, ImportNoteKind.Guessed, "at most 18 digits fit, not 38")]
    [InlineData(19, ImportNoteKind.Guessed, "a key column must be required")]
    [InlineData(20, ImportNoteKind.Taken, "column amount: decimal(12,2)")]
    [InlineData(20, ImportNoteKind.LeftOut, "no such rule")]
    [InlineData(21, ImportNoteKind.Guessed, "so decimal(18,6)")]
    [InlineData(24, ImportNoteKind.LeftOut, "'DD' is not part of a date")]
    [InlineData(24, ImportNoteKind.LeftOut, "'soon' must be")]
    [InlineData(25, ImportNoteKind.Guessed, "no type for a time of day")]
    [InlineData(26, ImportNoteKind.LeftOut, "'tags' is a list")]
    [InlineData(27, ImportNoteKind.Guessed, "no nested fields")]
    [InlineData(31, ImportNoteKind.LeftOut, "no rule for the length of a text")]
    [InlineData(36, ImportNoteKind.Taken, "a row with another one is rejected")]
    [InlineData(37, ImportNoteKind.LeftOut, "'nullValues' has no key")]
    [InlineData(38, ImportNoteKind.Guessed, "'GEOGRAPHY' has no type here")]
    [InlineData(38, ImportNoteKind.LeftOut, "a contract has no classes")]
    [InlineData(40, ImportNoteKind.LeftOut, "write an audit")]
    public void Every_line_says_what_became_of_it(int line, ImportNoteKind kind, string text) =>
        Assert.Contains(
            s_shop.Notes, note => note.Line == line && note.Kind == kind && note.Text.Contains(text, StringComparison.Ordinal));

    [Theory]
    [InlineData("kind: Pod", "expected 'kind: DataContract', not 'Pod'")]
    [InlineData("kind: DataContract\napiVersion: v2.2.2", "expected version 3 of the standard, such as v3.1.0, not 'v2.2.2'")]
    [InlineData("kind: DataContract\napiVersion: v3.1.0", "nothing to import")]
    [InlineData("[1, 2]", "a data contract: a mapping")]
    [InlineData("kind: {", "not valid YAML")]
    public void What_is_no_contract_of_the_standard_is_refused(string text, string expected)
    {
        var imported = OdcsImport.Read(text, "wrong.yaml");

        Assert.Empty(imported.Contracts);
        Assert.Contains(expected, Assert.Single(imported.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_tables_those_that_are_no_contract_are_left_out_with_the_reason()
    {
        var imported = OdcsImport.Read(
            """
            kind: DataContract
            apiVersion: v3.1.0
            schema:
              - { name: topic }
              - { name: orders, properties: [ { name: id, logicalType: string } ] }
              - { name: Orders, properties: [ { name: id, logicalType: string } ] }
            """,
            "shop.yaml");

        Assert.Empty(imported.Errors);
        Assert.Equal("orders", Assert.Single(imported.Contracts).Dataset);
        Assert.Equal(
            [
                (4, "the table is left out: columns: a contract needs at least one column"),
                (6, "the table is left out: another table is the dataset 'orders' already"),
            ],
            imported.Notes.Where(note => note.Text.Contains("left out", StringComparison.Ordinal)).Select(note => (note.Line, note.Text)));
    }

    [Fact]
    public void A_table_without_columns_is_refused()
    {
        var imported = OdcsImport.Read("{kind: DataContract, apiVersion: v3.1.0, schema: [{name: empty}]}", "wrong.yaml");

        Assert.Empty(imported.Contracts);
        Assert.Contains("at least one column", Assert.Single(imported.Errors).Message, StringComparison.Ordinal);
    }
}
