using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>A run is followed as a browser follows it: each event as it happens, and again after a stream was lost.</summary>
public sealed class RunEventsTests : IAsyncLifetime
{
    const string Key = "duff/orders/followed.csv";

    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync(chunkBytes: 4_096);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    sealed record Event(string Name, string Id, string Data)
    {
        public string? RuntimeStatus => JsonDocument.Parse(Data).RootElement.GetProperty("runtimeStatus").GetString();
    }

    [Fact]
    public async Task The_first_status_is_there_while_the_run_is_held_although_the_caller_takes_compressed_answers()
    {
        var run = await HeldAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run}/events");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        using var response = await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.True(response.Headers.CacheControl is { NoStore: true, NoTransform: true });
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("status", (await NextAsync(reader))?.Name);
        await _server.PostAsync($"/api/runs/{run}/resume");
        var rest = await RestAsync(reader);
        Assert.Equal(("Completed", "end"), (rest[^2].RuntimeStatus, rest[^1].Name));
    }

    [Fact]
    public async Task Who_lost_the_stream_is_told_only_what_is_new_and_after_the_end_nothing()
    {
        var run = await HeldAsync();
        Event first;
        using (var stream = new StreamReader(await _server.Http.GetStreamAsync($"/api/runs/{run}/events")))
            first = (await NextAsync(stream))!;

        using var again = await OpenAsync(run, first.Id);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync());
        await _server.PostAsync($"/api/runs/{run}/resume");
        var rest = await RestAsync(reader);
        Assert.DoesNotContain(rest, told => told.Data == first.Data);
        Assert.Equal("end", rest[^1].Name);
        Assert.Equal(rest.Count, rest.Select(told => told.Id).Distinct().Count());

        using var afterwards = await OpenAsync(run, rest[^1].Id);
        Assert.Equal(HttpStatusCode.NoContent, afterwards.StatusCode);
    }

    [Fact]
    public async Task Who_missed_the_end_alone_is_told_the_end_alone()
    {
        var run = (await _server.IngestAsync(Key, Csv.Header + Csv.Rows(3))).GetProperty("id").GetString()!;
        using var whole = new StreamReader(await _server.Http.GetStreamAsync($"/api/runs/{run}/events"));
        var told = await RestAsync(whole);
        Assert.Equal(["status", "end"], told.Select(one => one.Name));

        using var again = await OpenAsync(run, told[0].Id);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync());
        Assert.Equal(told[1], Assert.Single(await RestAsync(reader)));
    }

    [Fact]
    public async Task An_ended_run_that_changes_is_told_again_to_those_who_knew_its_end()
    {
        var run = (await _server.IngestAsync(Key, Csv.Header + Csv.Rows(3))).GetProperty("id").GetString()!;
        using var whole = new StreamReader(await _server.Http.GetStreamAsync($"/api/runs/{run}/events"));
        var told = await RestAsync(whole);

        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync($"/api/runs/{run}/retire")).Status);
        using var again = await OpenAsync(run, told[^1].Id);
        using var reader = new StreamReader(await again.Content.ReadAsStreamAsync());
        var now = await RestAsync(reader);
        Assert.Equal(["status", "end"], now.Select(one => one.Name));
        Assert.True(JsonDocument.Parse(now[0].Data).RootElement.GetProperty("retired").GetBoolean());
    }

    /// <summary>A run of many chunks that goes no further until it is resumed.</summary>
    async Task<string> HeldAsync()
    {
        _server.Put(Key, Csv.Header + Csv.Rows(100_000));
        var answer = await _server.PostAsync("/api/events/s3", S3Event.Of(Key));
        var run = answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync($"/api/runs/{run}/suspend")).Status);
        return run;
    }

    async Task<HttpResponseMessage> OpenAsync(string run, string lastEvent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run}/events");
        request.Headers.Add("Last-Event-ID", lastEvent);
        return await _server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    static async Task<List<Event>> RestAsync(StreamReader reader)
    {
        var events = new List<Event>();
        while (await NextAsync(reader) is { } next)
            events.Add(next);
        return events;
    }

    /// <summary>Null at the end of the stream; comments and waiting times are no events.</summary>
    static async Task<Event?> NextAsync(StreamReader reader)
    {
        var fields = new Dictionary<string, string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length == 0 && fields.TryGetValue("data", out var data))
                return new(fields["event"], fields["id"], data);
            if (line.Split(": ", 2) is [var name, var value])
                fields[name] = value;
        }

        return null;
    }
}
