using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Definitions.Tests.Contracts;

public class ContractLoaderTests
{
    const string Text = """
        dataset: orders
        version: 3
        domain: shop
        description: Orders
        grain: one row per order
        source: { prefix: shop/orders/ }
        dialect: { delimiter: tab, quote: "'", encoding: windows-1252 }
        rejectBudget: 0.05
        onReupload: append
        onDuplicateKey: reject
        codec: brotli
        drift: { newColumn: fail }
        partitionBy: [sold_on]
        columns:
          - { name: id, type: int64, source: Order Id, aliases: [order], required: true, key: true, above: 0, max: 99, description: The id }
          - { name: price, type: "decimal(10,2)", min: -0.5, below: 1000, description: The price }
          - { name: sold_on, type: date, formats: [dd-MM-yyyy, yyyy-MM-dd], min: 01-01-2020, description: Day of sale }
          - { name: seen_at, type: timestamp, max: 2030-01-01T00:00:00Z, description: The seen_at }
          - { name: share, type: double, min: 0, max: 0.5, description: The share }
          - { name: mode, type: string, nullTokens: [N/A, unknown], case: upper, trim: false, oneOf: [AIR, SEA], description: The mode }
          - { name: card, type: string, description: The card }
        derived:
          - { name: card_hash, type: string, is: keyed_hash(card), hides: card, description: Hash }
          - { name: doubled, type: "decimal(12,2)", is: price * 2, description: The doubled }
          - { name: fourfold, type: "decimal(14,2)", is: doubled * 2, description: The fourfold }
        keys:
          mode: { AIR: 1, SEA: 2 }
        """;

    static readonly DatasetContract s_contract = ContractLoader.Load(Text, "orders.yaml").Contract!;

    static Column Column(string name) => s_contract.Columns.Single(column => column.Name == name);

    [Fact]
    public void Every_setting_of_a_contract_is_read()
    {
        Assert.Equal(
            ("orders", 3, "shop", "Orders", "one row per order"),
            (s_contract.Name, s_contract.Version, s_contract.Domain, s_contract.Description, s_contract.Grain));
        Assert.Equal(new SourcePattern("shop/orders/", "*"), s_contract.Source);
        Assert.Equal(new DialectRule("\t", '\'', "windows-1252"), s_contract.Dialect);
        Assert.Equal(new RejectBudget(0.05, 10), s_contract.RejectBudget);
        Assert.Equal(Reupload.Append, s_contract.OnReupload);
        Assert.Equal((DuplicateKeys.Reject, "id"), (s_contract.OnDuplicateKey, Assert.Single(s_contract.UniqueBy).Name));
        Assert.Equal(PartCodec.Brotli, s_contract.Codec);
        Assert.Equal(new DriftPolicy(DriftAction.Fail, DriftAction.Warn, DriftAction.Ignore), s_contract.Drift);
        Assert.Equal(["sold_on"], s_contract.PartitionBy);
        Assert.Equal(2, s_contract.Keys["mode"]["SEA"]);
    }

    [Fact]
    public void Every_setting_of_a_column_is_read()
    {
        var (id, mode) = (Column("id"), Column("mode"));

        Assert.Equal((LogicalType.Int64, "Order Id", true, true), (id.Type, id.SourceName, id.Required, id.Key));
        Assert.Equal(["order"], id.Aliases);
        Assert.Equal(["N/A", "unknown"], mode.NullTokens);
        Assert.Equal((CaseRule.Upper, false), (mode.Case, mode.Trim));
        Assert.Equal(["AIR", "SEA"], mode.OneOf);
        Assert.Equal(["dd-MM-yyyy", "yyyy-MM-dd"], Column("sold_on").Formats);
    }

    [Fact]
    public void Bounds_have_the_form_of_stored_values()
    {
        Assert.Equal(new ColumnRange(0, 99, MinExclusive: true), Column("id").Range);
        Assert.Equal(new ColumnRange(-50, 100_000, MaxExclusive: true), Column("price").Range);
        Assert.Equal(new ColumnRange(18_262), Column("sold_on").Range);
        Assert.Equal(new ColumnRange(Max: 1_893_456_000_000_000), Column("seen_at").Range);
        Assert.Equal(new ColumnRange(0, 0.5m), Column("share").Range);
        Assert.Null(Column("card").Range);
    }

    [Fact]
    public void A_hidden_column_is_not_stored_and_a_derived_one_may_use_one_before_it()
    {
        Assert.DoesNotContain(s_contract.StoredColumns, column => column.Name == "card");
        Assert.Equal(["doubled"], s_contract.Derived.Single(column => column.Name == "fourfold").Is.UsedColumns);
        Assert.True(s_contract.Derived[0].Is.UsesHashKey);
    }

    [Fact]
    public void The_hash_ignores_line_endings_but_not_a_single_word()
    {
        var unix = ContractLoader.Load(Text.ReplaceLineEndings("\n"), "a").Contract!.Hash;

        Assert.Equal(unix, ContractLoader.Load(Text.ReplaceLineEndings("\r\n"), "a").Contract!.Hash);
        Assert.NotEqual(unix, ContractLoader.Load(Text.Replace("0.05", "0.06", StringComparison.Ordinal), "a").Contract!.Hash);
    }

    [Fact]
    public void A_budget_may_be_given_by_its_parts()
    {
        var contract = ContractLoader.Load(
            Text.Replace("rejectBudget: 0.05", "rejectBudget: { fraction: 0.2, rows: 0 }", StringComparison.Ordinal), "a").Contract!;

        Assert.Equal(new RejectBudget(0.2, 0), contract.RejectBudget);
    }

    /// <summary>However a contract is cut, extended or duplicated, it loads or says why not.</summary>
    [Fact]
    public void No_text_makes_the_loader_fail()
    {
        var edits = from at in Gen.Choose(0, Text.Length - 1)
                    from length in Gen.Choose(0, 12)
                    from put in Gen.Elements(
                        "", "{", "}", "[", "]", ":", "- ", "'", "\"", ",", "\n", "\t", "  ", "&a", "*a", "!!x ", "|", "#", "---\n", "null",
                        "\u0001", "\ud83c", "9999999999999999999")
                    select (at, Math.Min(length, Text.Length - at), put);

        Prop.ForAll(edits.ToArbitrary(), edit =>
        {
            var (at, length, put) = edit;
            var loaded = ContractLoader.Load(Text.Remove(at, length).Insert(at, put), "orders.yaml");
            return loaded.Contract is null == loaded.Errors.Count > 0
                && loaded.Errors.All(error => error.Line >= 1 && error.Column >= 1 && error.Message.Length > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
