using System.Net;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Reports;

public sealed class EmptyReportTests(Published published) : IClassFixture<Published>
{
    [Theory]
    [InlineData("orders?channel=retail", "No row matches channel=retail.", "channel has the value 'Retail'")]
    [InlineData("client-orders?client_id=77", "No row matches client_id=77.")]
    [InlineData("orders?channel=Retial&status=created", "No row matches", "channel=Retial", "status=created", "the value 'Retail'")]
    public async Task An_answer_without_rows_says_why(string question, params string[] notes)
    {
        var answer = await published.Server.GetAsync($"/api/reports/{question}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Json.GetProperty("rows").GetArrayLength());
        var text = string.Join(' ', answer.Json.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.All(notes, note => Assert.Contains(note, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_with_rows_has_no_notes() =>
        Assert.False((await published.Server.GetAsync("/api/reports/orders")).Json.TryGetProperty("notes", out _));
}
