using System.Net;
using System.Text;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Events;

public sealed class EventTests : IAsyncLifetime
{
    const string Path = "/api/events/s3";
    const string Key = "duff/orders/orders.csv";

    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_event_starts_a_run_and_the_same_one_again_finds_it()
    {
        _server.Put(Key, Csv.Header + Csv.Rows(3));
        var first = await _server.PostAsync(Path, S3Event.Of(Key));

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        var started = first.Json.GetProperty("events")[0];
        Assert.Equal("Started", started.GetProperty("outcome").GetString());
        var run = started.GetProperty("run").GetString()!;
        Assert.Equal($"/api/runs/{run}", started.GetProperty("statusQueryGetUri").GetString());
        Assert.Equal($"/api/runs/{run}", first.Header("Location"));
        Assert.Equal("Completed", (await _server.EndOfAsync(run)).GetProperty("runtimeStatus").GetString());

        foreach (var body in (string[])[S3Event.Of(Key), S3Event.Notification("duff/orders/orders.csv")])
        {
            var again = await _server.PostAsync(Path, body);
            Assert.Equal(HttpStatusCode.OK, again.Status);
            Assert.Equal(
                ("Known", run),
                (
                    again.Json.GetProperty("events")[0].GetProperty("outcome").GetString(),
                    again.Json.GetProperty("events")[0].GetProperty("run").GetString()));
        }

        Assert.Equal(1, Assert.Single(await _server.PublishedAsync()).Attempt);
    }

    [Fact]
    public async Task Several_events_come_as_an_array_and_each_has_its_answer()
    {
        _server.Put(Key, Csv.Header + Csv.Rows(3));
        string[] events =
        [
            S3Event.Of(Key), S3Event.Of("other/key.csv"), S3Event.Of(Key), S3Event.Of(Key, type: "Object Deleted"),
            S3Event.Of(Key, bucket: "elsewhere"), S3Event.Of("duff/orders/gone.csv"),
        ];
        var answer = await _server.PostAsync(Path, $"[{string.Join(',', events)}]");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(
            ["Started", "Ignored", "Known", "Ignored", "Ignored", "Ignored"],
            answer.Json.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()));
        Assert.All(
            answer.Json.GetProperty("events").EnumerateArray().Where(item => item.GetProperty("outcome").GetString() == "Ignored"),
            item => Assert.NotEmpty(item.GetProperty("reason").GetString()!));
    }

    [Theory]
    [InlineData("duff/orders/a b+c.csv", "duff/orders/a+b%2Bc.csv")]
    [InlineData("duff/orders/Größe 100%.csv", "duff/orders/Gr%C3%B6%C3%9Fe+100%25.csv")]
    [InlineData("duff/orders/%2B.csv", "duff/orders/%252B.csv")]
    public async Task Keys_are_raw_in_events_of_EventBridge_and_encoded_in_notifications(string key, string encoded)
    {
        _server.Put(key, Csv.Header + Csv.Rows(2));
        var raw = await _server.PostAsync(Path, S3Event.Of(key));
        var notified = await _server.PostAsync(Path, S3Event.Notification(encoded));

        var run = raw.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        Assert.Equal(run, notified.Json.GetProperty("events")[0].GetProperty("run").GetString());
        Assert.Equal(key, (await _server.EndOfAsync(run)).GetProperty("source").GetProperty("key").GetString());
    }

    [Fact]
    public async Task A_run_that_failed_is_not_run_again_by_a_late_copy_of_its_event()
    {
        _server.Put(Key, "no,such,header\n1,2,3\n");
        var run = (await _server.PostAsync(Path, S3Event.Of(Key))).Json.GetProperty("events")[0].GetProperty("run").GetString()!;
        Assert.Equal("HeaderMismatch", (await _server.EndOfAsync(run)).GetProperty("problem").GetProperty("code").GetString());

        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync(Path, S3Event.Of(Key))).Status);
        Assert.Equal(1, (await _server.GetAsync($"/api/runs/{run}")).Json.GetProperty("attempt").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[]]")]
    [InlineData("[null]")]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Created"}""")]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"landing"},"object":{}}}""")]
    [InlineData("""{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"landing"},"object":{"key":7}}}""")]
    [InlineData("""{"source":7,"detail-type":"Object Created","detail":{}}""")]
    [InlineData("""{"source":"aws.s3","detail-type":"\ud800","detail":{}}""")]
    [InlineData("""{"\ud800":"","source":"aws.s3","detail-type":"Object Created","detail":{}}""")]
    [InlineData("""{"Type":"Notification","Message":"\udc00"}""")]
    [InlineData("""{"Records":{}}""")]
    [InlineData("""{"Records":[{}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectCreated:Put"}]}""")]
    public async Task What_is_no_event_is_400(string body)
    {
        Assert.Equal("BadRequest", (await _server.PostAsync(Path, body)).Problem(HttpStatusCode.BadRequest));
        await NothingWasStartedAsync();
    }

    [Fact]
    public async Task One_broken_event_among_good_ones_takes_none_of_them()
    {
        _server.Put(Key, Csv.Header + Csv.Rows(3));

        (await _server.PostAsync(Path, $"[{S3Event.Of(Key)},{{}}]")).Problem(HttpStatusCode.BadRequest);
        await NothingWasStartedAsync();
    }

    [Fact]
    public async Task Deep_JSON_is_400_and_a_large_body_413()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 10_000)) + string.Concat(Enumerable.Repeat("]", 10_000));
        Assert.Equal("BadRequest", (await _server.PostAsync(Path, deep)).Problem(HttpStatusCode.BadRequest));

        var large = $"{{\"x\":\"{new string('x', 10 << 20)}\"}}";
        Assert.Equal("TooLarge", (await _server.PostAsync(Path, large)).Problem(HttpStatusCode.RequestEntityTooLarge));
        using var chunked = new StreamContent(new Endless(10 << 20));
        chunked.Headers.ContentType = new("application/json");
        Assert.Equal("TooLarge", (await _server.SendAsync(HttpMethod.Post, Path, chunked)).Problem(HttpStatusCode.RequestEntityTooLarge));
        await NothingWasStartedAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_type_is_415(string type)
    {
        using var body = new StringContent(S3Event.Of(Key), Encoding.UTF8, type);

        Assert.Equal(
            "UnsupportedMediaType", (await _server.SendAsync(HttpMethod.Post, Path, body)).Problem(HttpStatusCode.UnsupportedMediaType));
        await NothingWasStartedAsync();
    }

    [Fact]
    public async Task The_test_event_of_S3_is_taken_and_ignored()
    {
        var answer = await _server.PostAsync(
            Path, """{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-21T07:00:00.000Z","Bucket":"landing"}""");

        Assert.Equal(
            (HttpStatusCode.OK, "Ignored"), (answer.Status, answer.Json.GetProperty("events")[0].GetProperty("outcome").GetString()));
    }

    [Theory]
    [InlineData("duff/orders/../../secret.csv")]
    [InlineData("duff/orders/\u0001.csv")]
    [InlineData("duff/orders/.hidden.csv")]
    public async Task No_key_leaves_the_landing_folder(string key)
    {
        var answer = await _server.PostAsync(Path, S3Event.Of(key));

        Assert.Equal(
            (HttpStatusCode.OK, "Ignored"), (answer.Status, answer.Json.GetProperty("events")[0].GetProperty("outcome").GetString()));
    }

    async Task NothingWasStartedAsync() => Assert.Empty((await _server.GetAsync("/api/runs")).Json.GetProperty("runs").EnumerateArray());

    /// <summary>A body of unknown length.</summary>
    sealed class Endless(int length) : MemoryStream(new byte[length])
    {
        public override bool CanSeek => false;
    }
}
