using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DuffBeer.Api.Tests.OpenApi;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Hostile;

/// <summary>
/// Random requests to every route of the document: no answer is a failure of ours, none has a status or a shape that the document does not
/// name, and none tells a path, a statement or a type of ours.
/// </summary>
/// <remarks><c>DUFFBEER_HOSTILE</c> sets the number of requests, <c>DUFFBEER_SEED</c> the seed.</remarks>
public sealed class HostileRequestTests(ContractHome home) : IClassFixture<ContractHome>
{
    static readonly int s_requests = TestSetting.Number("DUFFBEER_HOSTILE", Law.Of(4_000));
    static readonly int s_seed = TestSetting.Number("DUFFBEER_SEED", 1);

    /// <summary>No request has these texts, so an answer with one of them has it from us.</summary>
    static readonly string[] s_ours =
    [
        "read_parquet", "SELECT ", "FROM (", "   at ", "DuffBeer.", "System.", "Exception", ".cs:line", "duckdb",
        "/lake/", "/landing/", "tables/",
    ];

    /// <summary>Parts of the API whose purpose is to show statements and definitions to people who work with them.</summary>
    static readonly string[] s_telling = ["getModel", "describe", "getDataset", "openapi"];

    [Fact]
    public async Task No_request_gets_an_answer_that_the_document_does_not_promise()
    {
        var document = (await home.Server.GetAsync("/api/openapi.json")).Json;
        var shape = new JsonShape(document);
        var maker = new RequestMaker(document, Known(), new(s_seed));
        var faults = new List<string>();
        var byStatus = new SortedDictionary<int, int>();
        for (var made = 0; made < s_requests && faults.Count < 40; made++)
        {
            var request = maker.Next();
            var answer = await SendAsync(request);
            if (answer is null)
                continue;
            byStatus[(int)answer.Status] = byStatus.GetValueOrDefault((int)answer.Status) + 1;
            faults.AddRange(Faults(shape, request, answer)
                .Select(fault => $"{fault}\n  {Short(request.ToString())}\n  {Short(answer.Text)}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        // Some get through, so the routes themselves were asked, and not only what stands before them.
        Assert.True(byStatus.GetValueOrDefault(200) > s_requests / 20, string.Join(' ', byStatus));
        Assert.True(byStatus.GetValueOrDefault(400) > s_requests / 20, string.Join(' ', byStatus));
    }

    [Theory]
    [InlineData("GET /api/runs/%zz HTTP/1.1")]
    [InlineData("GET /api/runs/%00 HTTP/1.1")]
    [InlineData("GET /api/%2e%2e/%2e%2e/etc/passwd HTTP/1.1")]
    [InlineData("GET /../../etc/passwd HTTP/1.1")]
    [InlineData("GET //etc/passwd HTTP/1.1")]
    [InlineData("GET /api/runs?limit=%ff%fe HTTP/1.1")]
    [InlineData("GET /api/runs?%00=%00 HTTP/1.1")]
    [InlineData("GET http://elsewhere/api/runs HTTP/1.1")]
    [InlineData("TRACE /api/runs HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("PROPFIND /api/runs HTTP/1.1")]
    [InlineData("GET /api/runs HTTP/9.9")]
    [InlineData("GET /api/runs\u0001 HTTP/1.1")]
    [InlineData("nonsense")]
    public async Task A_request_that_no_client_sends_is_refused(string line)
    {
        using var client = new TcpClient();
        var address = new Uri(home.Server.Http.BaseAddress!, "/");
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"{line}\r\nHost: {address.Authority}\r\nx-functions-key: {home.Keys["all"]}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = await reader.ReadToEndAsync();

        Assert.Matches("^(HTTP/1.1 (200|204|400|403|404|405|505|501) |$)", answer.Split('\n')[0]);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Server.Home.Root, answer, StringComparison.Ordinal);
    }

    Dictionary<string, string[]> Known() => new()
    {
        ["id"] = [home.Run, home.Snapshot, home.Refresh, home.Maintenance],
        ["other"] = [home.Snapshot],
        ["snapshot"] = [home.Snapshot],
        ["client_id"] = ["1001", "1002"],
        ["name"] = ["duff_orders", "fact_orders", "duff-sales", "orders", "sales-by-channel", "top-clients"],
        ["parameter"] = ["channel", "status"],
        ["row"] = ["order_id=1", "client_id=1001"],
        ["column"] = ["total_price", "sales", "orders"],
        ["columns"] = ["order_id,total_price", "client_id"],
        ["key"] = ["duff/orders/a.csv"],
        ["models"] = ["fact_orders"],
        ["next"] = [home.Run, home.Snapshot],
        ["limit"] = ["1", "5", "50"],
        ["sort"] = ["order_id", "-total_price"],
    };

    async Task<Answer?> SendAsync(MadeRequest request)
    {
        // The stream of changes has no end, and that of a run none while the run is suspended.
        var method = request.Operation.Id is "followChanges" or "followRun" ? HttpMethod.Head : new HttpMethod(request.Operation.Method);
        ByteArrayContent? content = null;
        if (request.Body is { } body)
        {
            content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", request.BodyType);
        }

        using (content)
        {
            try
            {
                var answer = await home.Server.SendAsync(
                    method, request.Path, content, [("x-functions-key", home.Keys["all"]), .. request.Headers]);
                return answer.Header("Content-Encoding") is "br" or "gzip"
                    ? answer with { Body = Encoding.UTF8.GetBytes(Unpack.Text(answer)) }
                    : answer;
            }
            catch (HttpRequestException)
            {
                // The client itself refuses some headers and addresses.
                return null;
            }
        }
    }

    IEnumerable<string> Faults(JsonShape shape, MadeRequest request, Answer answer)
    {
        var status = (int)answer.Status;
        var operation = request.Operation;
        if (status >= 500)
            yield return $"{operation.Id} answers {status}";
        // A value may make the path of another route, or of none. What is too long is refused before there is a route, and so is a page of
        // another site.
        var isRefusedBefore = status is 404 or 405 or 414 or 431
            || (status == 403 && request.Headers.Any(header => header.Name == "Origin"));
        if (!operation.Statuses.Contains(status) && !isRefusedBefore && operation.Id != "getUnknownReport")
            yield return $"{operation.Id} answers {status}, which the document does not name";
        else if (operation.Statuses.Contains(status) && answer.Body.Length > 0
            && operation.AnswerOf(status) is { } promised && answer.MediaType == promised.MediaType
            && promised.MediaType.EndsWith("json", StringComparison.Ordinal))
        {
            foreach (var difference in shape.Differences(promised.Schema, answer.Json).Take(3))
                yield return $"{operation.Id} {status}: {difference}";
        }

        if (answer.Header("X-Injected").Length > 0)
            yield return $"{operation.Id} has a header that the caller made";
        if (answer.Text.Contains(home.Server.Home.Root, StringComparison.Ordinal) && status >= 400)
            yield return $"{operation.Id} tells where the home is";
        if (status < 400 || s_telling.Any(telling => operation.Id.Contains(telling, StringComparison.OrdinalIgnoreCase)))
            yield break;
        foreach (var text in s_ours.Where(text => answer.Text.Contains(text, StringComparison.Ordinal)))
            yield return $"{operation.Id} {status} tells '{text}'";
    }

    static string Short(string text) => text.Length > 600 ? text[..600] + "…" : text;
}
