using System.Net;
using System.Runtime.CompilerServices;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Failures;

namespace DuffBeer.Api.Tests.Reports;

/// <summary>A report as CSV is one execution, sent while it goes on.</summary>
public sealed class StreamTests(Published published) : IClassFixture<Published>
{
    const string Path = "/api/reports/orders.csv";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    readonly Server _server = published.Server;

    [Fact]
    public async Task However_many_rows_there_are_the_engine_runs_one_statement()
    {
        await using var engine = await ScriptedEngine.StartAsync(_server, _ => Batches(5, 8_000));

        var csv = await engine.Http.GetStringAsync(Path);

        Assert.Equal(40_001, csv.Count(character => character == '\n'));
        Assert.Equal((1, 0), (engine.Streams, engine.Queries));
    }

    [Fact]
    public async Task The_first_rows_arrive_while_the_engine_still_computes_the_others()
    {
        var rest = new TaskCompletionSource();
        await using var engine = await ScriptedEngine.StartAsync(_server, _ => FirstThen(rest.Task));

        using var response = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("order_id,", await body.ReadLineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("0,0,", await body.ReadLineAsync(), StringComparison.Ordinal);
        rest.SetResult();

        Assert.Equal(2, (await body.ReadToEndAsync()).Count(character => character == '\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_failure_after_the_first_rows_breaks_the_answer_off(string coding)
    {
        await using var engine = await ScriptedEngine.StartAsync(_server, _ => Failing(Batch(20_000), Batch(20_000)));
        engine.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", coding);

        using var response = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_failure_before_anything_was_sent_is_a_problem_with_no_header_of_the_report()
    {
        // One row is still in the encoder's buffer when the failure comes.
        await using var engine = await ScriptedEngine.StartAsync(_server, _ => Failing(Batch(1)));
        engine.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "br");

        using var response = await engine.Http.GetAsync(Path);
        var answer = new Answer(
            response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());

        Assert.Equal("ModelFailed", answer.Problem(HttpStatusCode.InternalServerError));
        Assert.Equal(("", "", ""), (answer.Header("Content-Encoding"), answer.Header("Content-Disposition"), answer.Header("ETag")));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_the_statement()
    {
        await using var engine = await ScriptedEngine.StartAsync(_server, Endless);

        using (var response = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead))
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[100]);

        await engine.Left.Task.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Readers_that_are_slow_take_no_place_from_other_reports()
    {
        await using var engine = await ScriptedEngine.StartAsync(
            _server, Endless, new() { MostQueries = 1, MostWaiting = 1, MostStreams = 2 });

        using var slow = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var slower = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);

        using var report = await engine.Http.GetAsync("/api/reports/orders").WaitAsync(s_patience);
        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        using var third = await engine.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
    }

    [Fact]
    public async Task As_CSV_a_page_goes_on_to_the_last_row_from_where_the_page_before_ended()
    {
        var next = (await _server.GetAsync("/api/reports/orders?limit=50")).Json.GetProperty("nextLink").GetString()!.Split("next=")[1];

        var rest = await _server.GetAsync($"{Path}?next={next}");

        Assert.Equal(12 + 1, rest.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith(rest.Text[rest.Text.IndexOf('\n')..], (await _server.GetAsync(Path)).Text, StringComparison.Ordinal);
    }

    static IReadOnlyList<object?[]> Batch(int rows) => ScriptedEngine.Batch(rows);

    static IAsyncEnumerable<IReadOnlyList<object?[]>> Batches(int batches, int rows) =>
        Enumerable.Repeat(Batch(rows), batches).ToAsyncEnumerable();

    static async IAsyncEnumerable<IReadOnlyList<object?[]>> FirstThen(Task rest)
    {
        yield return Batch(1);
        await rest;
        yield return Batch(2);
    }

    static async IAsyncEnumerable<IReadOnlyList<object?[]>> Failing(params IReadOnlyList<object?[]>[] batches)
    {
        foreach (var batch in batches)
            yield return batch;
        await Task.Yield();
        throw new TerminalException(ProblemCode.ModelFailed, "A value does not fit.");
    }

    static async IAsyncEnumerable<IReadOnlyList<object?[]>> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            yield return Batch(1_000);
        }
    }
}
