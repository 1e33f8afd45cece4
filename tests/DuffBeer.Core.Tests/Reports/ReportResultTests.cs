using System.Buffers;
using System.Text;
using System.Text.Json;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportResultTests
{
    static readonly ReportRequest s_request = Samples.Request(("client_id", "7"), ("least", "1.5"));

    [Fact]
    public void A_page_is_json_as_specified()
    {
        var json = Json(ReportResult.Of(s_request, Samples.Snapshot(), new([], [Samples.Row])));

        Assert.StartsWith(
            """{"report":"top-things","title":"Things","description":"The things of a client.","parameters":""" +
            """{"client_id":7,"status":null,"n":10,"least":1.50}""" +
            ""","snapshot":{"id":"s7","at":"2026-11-21T08:00:00Z"}""" +
            ""","asOf":"2026-11-20","chart":"bar(thing, price)","sort":[{"column":"price","descending":true}""" +
            """,{"column":"id","descending":false}],"columns":""" +
            """[{"name":"id","type":"int64","description":"Id","label":"ID","role":"key","unit":"none","currency":null""" +
            ""","headline":false},""",
            json, StringComparison.Ordinal);
        Assert.EndsWith(
            """,{"name":"good","type":"bool","description":"Good","label":"Good","role":"dimension","unit":"none","currency":null""" +
            ""","headline":false}],"leftOut":[{"rule":"after_as_of","lines":3,"description":"Later rows"}],"totalRows":1,"rows":""" +
            """[{"id":7,"thing":"=HYPERLINK(1)","price":-30.00""" +
            ""","share":0.2,"day":"2026-11-21","at":"2026-11-21T08:30:00.25Z","good":true}]}""",
            json, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_any_language_stays_readable() =>
        Assert.Contains(
            """
            "thing":"Düff & \"Moe's\""
            """,
            Json(ReportResult.Of(s_request, Samples.Snapshot(), new([], [[null, "Düff & \"Moe's\"", null, null, null, null, null]]))),
            StringComparison.Ordinal);

    [Fact]
    public void A_missing_value_is_null() =>
        Assert.EndsWith(
            """[{"id":null,"thing":null,"price":null,"share":null,"day":null,"at":null,"good":null}]}""",
            Json(ReportResult.Of(s_request, Samples.Snapshot(), new([], [[null, null, null, double.NaN, null, null, null]]))),
            StringComparison.Ordinal);

    [Fact]
    public void Before_the_first_snapshot_there_are_no_rows()
    {
        using var json = JsonDocument.Parse(Json(ReportResult.BeforeTheFirstSnapshot(s_request)));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("snapshot").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("asOf").ValueKind);
        Assert.Equal(0, json.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void A_page_links_to_the_rows_that_follow()
    {
        var result = ReportResult.Of(s_request, Samples.Snapshot(), new([], [Samples.Row, Samples.Row, Samples.Row]));

        Assert.Equal(2, result.Rows.Count);
        Assert.Equal(new("s7", 2), result.Next);
        Assert.EndsWith(
            $$""","nextLink":"/api/reports/top-things?client_id=7&n=10&least=1.50&limit=2&next={{result.Next!.Write()}}"}""",
            Json(result),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_csv_text_is_guarded_against_formulas_and_negative_numbers_stay_numbers()
    {
        var csv = new StringWriter();
        IReadOnlyList<object?[]> rows = [Samples.Row, [null, "a \"b\", c", null, null, null, null, null]];
        await ReportCsv.WriteAsync(s_request.Columns, new[] { rows }.ToAsyncEnumerable(), csv, default);

        Assert.Equal(
            "id,thing,price,share,day,at,good\n7,\"'=HYPERLINK(1)\",-30.00,0.2,2026-11-21,2026-11-21T08:30:00.25Z,true\n,\"a \"\"b\"\", " +
            "c\",,,,,\n",
            csv.ToString());
    }

    static string Json(ReportResult result)
    {
        var json = new ArrayBufferWriter<byte>();
        ReportJson.Write(result, json);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
