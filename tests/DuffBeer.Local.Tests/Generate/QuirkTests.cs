using DuffBeer.Local.Generate;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>A small file has exactly the requested quirks.</summary>
public sealed class QuirkTests
{
    const int Rows = 4_000;

    static readonly Dictionary<(string Dataset, Quirk Quirk), Func<Row, bool>> s_signs = new()
    {
        [("retail_orders", Quirk.NullTokens)] = row => row["Ship Mode"] is "Not Available" or "unknown" or "N/A" or "",
        [("retail_orders", Quirk.LostZeros)] = row => row["Postal Code"].Length == 4,
        [("retail_orders", Quirk.ZeroPrices)] = row => row["cost price"] == "0" && row["List Price"] == "0",
        [("order_items", Quirk.MalformedRow)] = row => row["LINEITEM_ID"] == "",
        [("order_items", Quirk.Guests)] = row => row["USER_ID"] == "",
        [("order_items", Quirk.SharedUser)] = row => row["USER_ID"].StartsWith("5e9ef1c080ac32cde1720159", StringComparison.Ordinal),
        [("order_items", Quirk.DevelopmentApp)] = row => row["APP_NAME"].EndsWith("- DEVELOPMENT", StringComparison.Ordinal),
        [("order_items", Quirk.Stars)] = row => row["ITEM_NAME"].EndsWith('*'),
        [("order_items", Quirk.CaseAndSpace)] = row =>
            row["ITEM_NAME"] is not ""
                && (!row["ITEM_NAME"].Any(char.IsAsciiLetterLower) || row["ITEM_NAME"].Contains("  ", StringComparison.Ordinal)),
        [("order_items", Quirk.LineBreaks)] = row => row["ITEM_NAME"].Contains('\n'),
        [("order_items", Quirk.LargeQuantities)] = row => row["ITEM_QUANTITY"] is ['3' or '4' or '5', _, _],
        [("order_items", Quirk.ZeroPrices)] = row => row["ITEM_PRICE"] == "0.00" && row["LINEITEM_ID"] != "",
        [("order_items", Quirk.SplicedCategories)] = row => row["ITEM_CATEGORY"].Contains("https://", StringComparison.Ordinal),
        [("order_items", Quirk.NearDuplicates)] = row => row["ITEM_CATEGORY"] == "Kid's",
        [("order_item_options", Quirk.Discounts)] = row => row["OPTION_PRICE"].StartsWith('-'),
    };

    public static TheoryData<string, string> Signs()
    {
        var signs = new TheoryData<string, string>();
        foreach (var (dataset, quirk) in s_signs.Keys)
            signs.Add(dataset, quirk.ToString());
        return signs;
    }

    [Theory]
    [MemberData(nameof(Signs))]
    public async Task A_quirk_occurs_only_if_requested(string dataset, string name)
    {
        var quirk = Enum.Parse<Quirk>(name);
        var sign = s_signs[(dataset, quirk)];

        Assert.Contains(await Samples.RowsAsync(dataset, Rows, quirk), row => sign(row));
        Assert.DoesNotContain(await Samples.RowsAsync(dataset, Rows), row => sign(row));
    }

    [Fact]
    public void Every_quirk_of_a_dataset_is_tested()
    {
        var all = SampleDataset.All.SelectMany(dataset => dataset.Quirks, (dataset, quirk) => (dataset.Name, quirk));

        // Two quirks that do not show in single rows have separate tests.
        Assert.Empty(all.Where(pair => pair.quirk is not (Quirk.CrlfLines or Quirk.OrphanOptions)).Except(s_signs.Keys));
    }

    [Fact]
    public async Task Default_files_have_every_quirk_except_unusual_ones()
    {
        foreach (var ((dataset, quirk), sign) in s_signs)
            Assert.Equal(quirk != Quirk.Discounts, (await Samples.RowsAsync(dataset, Rows, quirks: null)).Any(sign));
    }

    [Fact]
    public async Task Lines_end_with_CR_LF_if_requested()
    {
        foreach (var dataset in SampleDataset.All)
        {
            var unix = await Samples.BytesAsync(dataset, new(200, Bad: 0, Quirks: []));
            var windows = await Samples.BytesAsync(dataset, new(200, Bad: 0, Quirks: [Quirk.CrlfLines]));

            Assert.DoesNotContain((byte)'\r', unix);
            Assert.Equal((byte[])[.. unix.SelectMany(value => value == '\n' ? "\r\n"u8.ToArray() : [value])], WithinQuotes(windows));
        }
    }

    /// <summary>Changes the bare LF within names to CR LF, so that the files can be compared.</summary>
    static byte[] WithinQuotes(byte[] csv) =>
        [.. csv.Index().SelectMany(at => at.Item == '\n' && (at.Index == 0 || csv[at.Index - 1] != '\r') ? "\r\n"u8.ToArray() : [at.Item])];

    [Fact]
    public async Task Without_orphans_every_option_has_its_line()
    {
        var lines = (await Samples.RowsAsync("order_items", Rows)).Select(line => (line["ORDER_ID"], line["LINEITEM_ID"])).ToHashSet();

        Assert.All(
            await Samples.RowsAsync("order_item_options", Rows),
            option => Assert.Contains((option["ORDER_ID"], option["LINEITEM_ID"]), lines));
    }
}
