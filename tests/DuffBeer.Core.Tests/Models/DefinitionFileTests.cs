using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

public sealed class DefinitionFileTests
{
    const string Good =
        """
        -- model:        order_lines
        -- grain:        order_id
        -- owner:        sales
        -- materialized: table
        -- partition by: day
        -- audits:       unique(order_id), not_null(day),
        --               no_negative_amount
        -- columns:
        --   order_id  int64           Id of the order
        --   day       date            Day of the order
        --   amount    decimal(12, 2)  Value
        --
        -- Every order line
        -- of every run.

        SELECT order_id, day, amount
        FROM {{ source('orders') }}
        """;

    [Fact]
    public void A_model_is_read_with_its_header()
    {
        var model = Read(Good, out var errors)!;

        Assert.Empty(errors);
        Assert.Equal("order_lines", model.Name);
        Assert.Equal(("duff", Layer.Mart, "order_id", "sales"), (model.Domain, model.Layer, model.Grain, model.Owner));
        Assert.Equal("Every order line of every run.", model.Description);
        Assert.Equal(["day"], model.PartitionBy);
        Assert.Equal(["unique(order_id)", "not_null(day)", "no_negative_amount"], model.Audits.Select(audit => audit.ToString()));
        Assert.Equal(
            ["order_id int64 Id of the order", "day date Day of the order", "amount decimal(12,2) Value"],
            model.Columns.Select(column => $"{column.Name} {column.Type} {column.Description}"));
        Assert.StartsWith("SELECT order_id, day", model.Text, StringComparison.Ordinal);
        Assert.Equal(["orders"], model.Sql.Sources);
    }

    [Fact]
    public void The_place_in_the_file_counts_the_header() =>
        Assert.Equal(17, Read(Good, out _)!.Sql.Calls.Single().Line);

    [Fact]
    public void Line_ends_and_descriptions_do_not_change_the_hash()
    {
        var hash = Read(Good, out _)!.Hash;

        Assert.Equal(hash, Read(Good.ReplaceLineEndings("\r\n"), out _)!.Hash);
        Assert.Equal(hash, Read(Good.Replace("Day of the order", "The day", StringComparison.Ordinal), out _)!.Hash);
        Assert.NotEqual(hash, Read(Good.Replace("decimal(12, 2)", "decimal(14,2)", StringComparison.Ordinal), out _)!.Hash);
        Assert.NotEqual(hash, Read(Good.Replace("day, amount", "day, -amount", StringComparison.Ordinal), out _)!.Hash);
    }

    [Theory]
    [InlineData("-- grain:        order_id\n", "", 1, "the header lacks grain")]
    [InlineData("-- owner:", "-- boss:", 3, "the header has the unknown key 'boss'")]
    [InlineData("-- owner:        sales", "-- grain: x", 3, "has grain twice")]
    [InlineData("-- owner:", "--owner:", 3, "expected '-- key: value'")]
    [InlineData("table", "view", 4, "materialized as table")]
    [InlineData("partition by: day", "partition by: week", 5, "no column week to partition by")]
    [InlineData("not_null(day)", "not null(day)", 6, "'not null(day)' is not an audit")]
    [InlineData("  Id of the order", "", 9, "expected 'name type description'")]
    [InlineData("--   day       date ", "--   Day       date ", 10, "expected 'name type description'")]
    [InlineData("date    ", "moment  ", 10, "expected 'name type description'")]
    [InlineData("--   day ", "--   order_id ", 10, "listed twice")]
    [InlineData("-- Every order line\n-- of every run.\n", "", 1, "no description")]
    [InlineData("order_lines", "other", 1, "must be in a file other.sql")]
    [InlineData("SELECT order_id", "SELECT {{ client }}", 16, "a model has no parameters")]
    [InlineData("-- model:        order_lines\n", "", 1, "must begin with '-- model: name'")]
    public void A_mistake_in_a_header_is_named_with_its_line(string find, string replace, int line, string message)
    {
        Assert.Contains(find, Good, StringComparison.Ordinal);
        Read(Good.Replace(find, replace, StringComparison.Ordinal), out var errors);

        Assert.Contains(errors, error => error.Line == line && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_audit_file_needs_a_name_and_a_description()
    {
        var errors = new List<DefinitionError>();
        Assert.NotNull(AuditFile.Read("no_loss.sql", "-- audit: no_loss\n--\n-- No loss.\nSELECT 1", errors));
        Assert.Empty(errors);

        AuditFile.Read("other.sql", "-- audit: unique\nSELECT 1", errors);
        Assert.Equal(3, errors.Count);
    }

    [Fact]
    public void One_audit_file_guards_each_model_that_names_it()
    {
        var errors = new List<DefinitionError>();
        const string Text =
            "-- audit: adds_up\n--\n-- It adds up.\nSELECT * FROM {{ this }} WHERE {{ ratio(a, {{ this }}.b) }} <> 1";
        var file = AuditFile.Read("adds_up.sql", Text, errors)!;

        Assert.Empty(errors);
        string[] names = ["left", "right"];
        Assert.Equal(names, names.Select(name => Assert.Single(file.For(Samples.Model(name)).Sql.Refs)));
        Assert.Empty(file.For(Samples.Model("left")).Sql.Parameters);
    }

    [Fact]
    public void An_audit_has_no_other_parameter()
    {
        var errors = new List<DefinitionError>();
        AuditFile.Read("wrong.sql", "-- audit: wrong\n--\n-- Wrong.\nSELECT {{ client }} FROM {{ this }}", errors);

        Assert.Equal("wrong.sql:4:11: an audit has no parameters besides {{ this }}: client", Assert.Single(errors).ToString());
    }

    static SqlModel? Read(string text, out List<DefinitionError> errors)
    {
        errors = [];
        return SqlModelFile.Read("order_lines.sql", "duff", Layer.Mart, text, errors);
    }
}
