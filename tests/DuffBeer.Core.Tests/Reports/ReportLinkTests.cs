using DuffBeer.Core.Reports;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportLinkTests
{
    [Fact]
    public void A_link_requests_the_same_rows_in_the_same_order_from_where_the_page_ended() =>
        Prop.ForAll(
            Gen.Elements("", "price", "-thing", "thing,-price", "price,thing").ToArbitrary(),
            Gen.Elements(null, "created", "broken").ToArbitrary(),
            Gen.Choose(1, ReportDefinition.MostRows)
                .SelectMany(limit => Gen.Elements("", "price,id").Select(columns => (limit, columns)))
                .ToArbitrary(),
            (sort, status, page) =>
            {
                var (limit, columns) = page;
                var first = Samples.Request(
                [
                    ("client_id", "7"), ("least", "1.5"), ("sort", sort), ("columns", columns), ("limit", $"{limit}"),
                    .. Given("status", status),
                ]);
                var read = ReportResult.BeforeTheFirstSnapshot(first) with { Next = new("s7", limit) };

                var second = ReportRequest.Read(first.Report, QueryOf(ReportLink.NextOf(read)!));

                return second.Next == read.Next && second.Limit == limit && second.Sort.SequenceEqual(first.Sort)
                    && second.Columns.SequenceEqual(first.Columns)
                    && second.Values.OrderBy(value => value.Key).SequenceEqual(first.Values.OrderBy(value => value.Key));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_last_page_links_nowhere() =>
        Assert.Null(ReportLink.NextOf(ReportResult.BeforeTheFirstSnapshot(Samples.Request(("client_id", "7")))));

    static (string, string)[] Given(string name, string? text) => text is null ? [] : [(name, text)];

    static IEnumerable<KeyValuePair<string, string>> QueryOf(string link) =>
        from pair in link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
        let split = pair.IndexOf('=', StringComparison.Ordinal)
        select KeyValuePair.Create(pair[..split], Uri.UnescapeDataString(pair[(split + 1)..]));
}
