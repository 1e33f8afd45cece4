using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.OpenApi;

/// <summary>Every route and status code of the document is asked of the server, and no answer may differ in shape.</summary>
public sealed class ContractTests(ContractHome home) : IClassFixture<ContractHome>
{
    const string OldSnapshot = "20200101T000000000Z";
    const string LongKey = "duff/orders/long.csv";

    readonly Server _server = home.Server;
    int _files;

    [Fact]
    public async Task Every_route_and_status_of_the_document_is_answered_in_its_shape()
    {
        var document = (await _server.GetAsync("/api/openapi.json")).Json;
        var shape = new JsonShape(document);
        var operations = Operation.AllOf(document).ToList();
        Assert.Equal(operations.Count, operations.Select(operation => operation.Id).Distinct().Count());

        var (differences, asked) = (new List<string>(), 0);
        foreach (var operation in operations)
        {
            foreach (var status in operation.Statuses)
            {
                asked++;
                var answer = await ProvokeAsync(operation, status);
                differences.AddRange(
                    Compare(shape, operation, status, answer).Select(
                        difference => $"{operation.Method} {operation.Path} {status}: {difference}"));
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.True(asked > 250, $"{asked}");
    }

    [Fact]
    public async Task What_a_route_answers_to_a_parameter_that_it_does_not_know_is_in_the_document()
    {
        var document = (await _server.GetAsync("/api/openapi.json")).Json;
        foreach (var operation in Operation.AllOf(document).Where(operation => !operation.HasBody))
        {
            var answer = await ProvokeAsync(operation, 400);
            Assert.True(operation.Statuses.Contains((int)answer.Status), $"{operation.Method} {operation.Path} answers {answer.Text}");
        }
    }

    [Fact]
    public async Task Every_route_of_the_server_is_in_the_document()
    {
        var document = (await _server.GetAsync("/api/openapi.json")).Json;
        var documented = Operation.AllOf(document).Select(operation => $"{operation.Method} {operation.Path}").ToHashSet();

        Assert.Empty(
            _server.Host.Api.Routes.Where(route => route.Tag != "Docs" && route.IsDocumented)
                .Select(route => $"{route.Method} /api{route.Template}")
                .Except(documented));
    }

    [Fact]
    public async Task The_document_has_each_report_once_as_JSON_and_as_CSV()
    {
        var document = (await _server.GetAsync("/api/openapi.json")).Json;
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        var reports = paths.Where(path => path.StartsWith("/reports/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(reports);
        Assert.DoesNotContain(reports, path => path.EndsWith(".csv", StringComparison.Ordinal));
        foreach (var report in reports.Where(path => !path.Contains('{', StringComparison.Ordinal)))
        {
            var answers = document.GetProperty("paths").GetProperty(report).GetProperty("get").GetProperty("responses").GetProperty("200");
            Assert.Equal(
                ["application/json", "text/csv"], answers.GetProperty("content").EnumerateObject().Select(form => form.Name));
        }
    }

    static IEnumerable<string> Compare(JsonShape shape, Operation operation, int status, Answer answer)
    {
        if ((int)answer.Status != status)
            return [$"got {(int)answer.Status} {answer.Text}"];
        if (operation.AnswerOf(status) is not { } promised)
            return answer.Body.Length == 0 ? [] : ["has a body"];
        if (answer.MediaType != promised.MediaType)
            return [$"is {answer.MediaType}"];
        return promised.MediaType.EndsWith("json", StringComparison.Ordinal) ? shape.Differences(promised.Schema, answer.Json) : [];
    }

    Task<Answer> ProvokeAsync(Operation operation, int status) => status switch
    {
        401 => AskAsync(operation, key: null),
        403 => AskAsync(operation, home.Keys[OtherScope(operation)]),
        429 => AskAsync(operation, server: home.Overloaded),
        413 => AskAsync(operation, body: $"{{\"x\":\"{new string('x', 17 << 20)}\"}}", type: operation.BodyType),
        415 => AskAsync(operation, body: "<x/>", type: "application/xml"),
        304 => AgainAsync(operation),
        404 or 410 when TakesSnapshot(operation) =>
            AskAsync(operation, path: With(Filled(operation), $"snapshot={(status == 404 ? "none" : OldSnapshot)}")),
        409 when TakesSnapshot(operation) =>
            AskAsync(operation, path: With(Filled(operation), $"snapshot={ContractHome.WithoutModels}")),
        410 => AskAsync(operation, path: Filled(operation, OldSnapshot)),
        404 when operation.Id is not "startRun" and not "refresh" and not "planRefresh" and not "unpinSnapshots"
            and not "getLatestForget" =>
            AskAsync(operation, path: Filled(operation, "77")),
        400 when !operation.HasBody =>
            AskAsync(operation, path: With(Filled(operation), "nonsense=1")),
        _ => ProvokeAsync(operation.Id, status, operation),
    };

    /// <summary>Statuses that follow from the state that runs and snapshots are in.</summary>
    async Task<Answer> ProvokeAsync(string id, int status, Operation operation)
    {
        switch (id, status)
        {
            case ("startRun", 200):
                return await AskAsync(operation, body: """{"key":"duff/orders/a.csv"}""");
            case ("startRun", 202):
                return await AskAsync(operation, body: $$"""{"key":"{{NewFile(3)}}"}""");
            case ("startRun", 404):
                return await AskAsync(operation, body: """{"key":"duff/orders/none.csv"}""");
            case ("s3Event", 200):
                return await AskAsync(operation, body: S3Event.Of("duff/orders/a.csv"));
            case ("s3Event", 202):
                return await AskAsync(operation, body: S3Event.Of(NewFile(3)));
            case ("s3Event", 503):
                home.Broken.Put("duff/orders/a.csv", Csv.Header + Csv.Rows(1));
                return await AskAsync(operation, server: home.Broken, body: S3Event.Of("duff/orders/a.csv"));
            case ("getMaintenance", 200):
                var begun = await _server.PostAsync("/api/maintenance", null, Key);
                return await AskAsync(operation, path: begun.Header("Location"));
            case ("refresh", 404):
                return await AskAsync(operation, body: """{"models":["none"]}""");
            case ("refresh", 409):
                var plan = (await _server.GetAsync("/api/plan", Key)).Json.GetProperty("digest").GetString();
                return await AskAsync(operation, body: $$"""{"plan":"{{plan}}","models":["fact_orders"]}""");
            case ("planRefresh", 404):
                return await AskAsync(operation, path: With(Filled(operation), "models=none"));
            case ("dropSnapshot", 200):
                await BesideAsync("tried");
                return await AskAsync(operation, path: Filled(operation, "tried"));
            case ("activateSnapshot", 409):
                return await AskAsync(operation, path: Filled(operation, await BesideAsync("looked-at")));
            case ("correctRejects", 200 or 202):
                return await CorrectAsync(operation, status);
            case ("correctRejects", 400):
                return await AskAsync(operation, body: "", type: "text/csv");
            case ("correctRejects", 409):
                return await AskAsync(operation, path: Filled(operation, (await EndedAsync())!), body: "order_id\n1\n", type: "text/csv");
            case (_, 400):
                return await AskAsync(operation, body: "[7]");
            case ("unpinSnapshots", 404):
            case ("getLatestForget", 404):
                return await WithoutSnapshotsAsync(operation);
            case ("forget" or "planForget" or "getForget" or "getLatestForget", 200 or 202 or 409):
                return await ErasingAsync(operation, status);
            case ("suspendRun" or "terminateRun", 200):
                return await AskAsync(operation, path: Filled(operation, await UnderWayAsync()));
            case ("resumeRun", 202):
                var held = await UnderWayAsync();
                Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync($"/api/runs/{held}/suspend", null, Key)).Status);
                return await AskAsync(operation, path: Filled(operation, held));
            case ("replayRun", 409):
                var suspended = await UnderWayAsync();
                Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync($"/api/runs/{suspended}/suspend", null, Key)).Status);
                return await AskAsync(operation, path: Filled(operation, suspended));
            case ("retireRun", 409):
                return await AskAsync(operation, path: Filled(operation, await UnderWayAsync()));
            case ("retireRun", 200):
            case ("replayRun", 202):
                return await AskAsync(operation, path: Filled(operation, (await EndedAsync())!));
            case ("followRun", 204):
                var told = await AskAsync(operation);
                var last = told.Text.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal));
                return await _server.GetAsync(Filled(operation), Key, ("Last-Event-ID", last["id: ".Length..]));
            case ("followChanges", 200):
                // The stream of changes has no end.
                return await _server.SendAsync(HttpMethod.Head, Filled(operation), null, Key);
            case ("isReady", 503):
                return await AskAsync(operation, server: home.Broken);
            default:
                return await AskAsync(operation);
        }
    }

    async Task<Answer> AskAsync(
        Operation operation,
        string? key = "all",
        string? path = null,
        string? body = null,
        string type = "application/json",
        Server? server = null)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        var headers = key is null ? [] : new[] { ("x-functions-key", home.Keys.GetValueOrDefault(key, key)) };
        return await (server ?? _server).SendAsync(new(operation.Method), path ?? Filled(operation), content, headers);
    }

    /// <summary>Id of a snapshot that is built beside the shown one.</summary>
    async Task<string> BesideAsync(string name)
    {
        var asked = await _server.PostAsync("/api/refresh", $$"""{"into":"{{name}}"}""", Key);
        while ((await _server.GetAsync(asked.Header("Location"), Key)).Json.GetProperty("runtimeStatus").GetString() == "Running")
            await Task.Delay(20);
        return (await _server.GetAsync($"/api/snapshots/{name}", Key)).Json.GetProperty("snapshot").GetProperty("id").GetString()!;
    }

    /// <summary>Puts the rejected row of a run in, and where it is to be known already, once more.</summary>
    async Task<Answer> CorrectAsync(Operation operation, int status)
    {
        var run = (
            await _server.IngestAsync($"duff/orders/with-reject-{_files++}.csv", Csv.Header + Csv.Rows(30) + Csv.Row(31, price: "x"), Key))
            .GetProperty("id")
            .GetString()!;
        var (path, corrected) = (Filled(operation, run), Csv.Header + Csv.Row(31));
        var first = await AskAsync(operation, path: path, body: corrected, type: "text/csv");
        if (status == 202)
            return first;
        await _server.EndOfAsync(first.Json.GetProperty("id").GetString()!, Key);
        return await AskAsync(operation, path: path, body: corrected, type: "text/csv");
    }

    /// <summary>A run that ends between the two requests changes the answer: its new tag is sent then.</summary>
    async Task<Answer> AgainAsync(Operation operation)
    {
        var tag = (await AskAsync(operation)).Header("ETag");
        for (var tries = 1; ; tries++)
        {
            var answer = await _server.GetAsync(Filled(operation), Key, ("If-None-Match", tag));
            if (answer.Status == HttpStatusCode.NotModified || answer.Header("ETag") == tag || tries == 10)
                return answer;
            tag = answer.Header("ETag");
        }
    }

    /// <summary>The path with values that there are, and the query with what it needs.</summary>
    string Filled(Operation operation, string? value = null)
    {
        var path = operation.Path
            .Replace(
                "{id}",
                value
                    ?? (operation.Path.Contains("snapshots", StringComparison.Ordinal)
                        ? home.Snapshot
                        : operation.Path.Contains("refreshes", StringComparison.Ordinal)
                        ? home.Refresh
                        : operation.Path.Contains("maintenance", StringComparison.Ordinal)
                        ? home.Maintenance
                        : home.Run),
                StringComparison.Ordinal)
            .Replace("{other}", home.Snapshot, StringComparison.Ordinal)
            .Replace("{client_id}", value ?? "1001", StringComparison.Ordinal)
            .Replace(
                "{name}",
                value
                    ?? (operation.Path.Contains("models", StringComparison.Ordinal)
                        ? "fact_orders"
                        : operation.Path.Contains("values", StringComparison.Ordinal)
                            || operation.Path.EndsWith("/why", StringComparison.Ordinal)
                        ? "orders"
                        : operation.Path.Contains("dashboards", StringComparison.Ordinal)
                        ? "duff-sales"
                        : "duff_orders"),
                StringComparison.Ordinal)
            .Replace("{parameter}", "channel", StringComparison.Ordinal);
        var needed = operation.Json.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Where(
                    parameter =>
                        parameter.TryGetProperty("required", out var required)
                            && required.GetBoolean()
                            && parameter.GetProperty("in").GetString() == "query")
                .ToList()
            : [];
        // Optional, because some reports have one row.
        if (operation.Path.EndsWith("/why", StringComparison.Ordinal))
            return $"{path}?row=order_id=1&column=total_price";
        return needed.Count == 0
            ? path
            : $"{path}?{string.Join('&', needed.Select(parameter => $"{parameter.GetProperty("name").GetString()}=1001"))}";
    }

    static string With(string path, string parameter) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + parameter;

    static bool TakesSnapshot(Operation operation) =>
        operation.Json.TryGetProperty("parameters", out var parameters)
            && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "snapshot");

    string OtherScope(Operation operation) =>
        _server.Host.Api.Routes.First(route => route.Id == operation.Id).Scope == DuffBeer.Api.Keys.Scope.Report ? "Ingest" : "Report";

    string NewFile(int rows)
    {
        var key = $"duff/orders/new-{_files++}.csv";
        _server.Put(key, Csv.Header + Csv.Rows(rows, first: 1_000 * _files));
        return key;
    }

    async Task<string> UnderWayAsync()
    {
        var key = LongKey.Replace("long", $"long-{_files++}", StringComparison.Ordinal);
        _server.Put(key, Csv.Header + Csv.Rows(20_000));
        var answer = await _server.PostAsync("/api/events/s3", S3Event.Of(key), Key);
        return answer.Json.GetProperty("events")[0].GetProperty("run").GetString()!;
    }

    async Task<string?> EndedAsync()
    {
        var answer = await _server.PostAsync("/api/events/s3", S3Event.Of(NewFile(3)), Key);
        var run = answer.Json.GetProperty("events")[0].GetProperty("run").GetString();
        while ((await _server.GetAsync($"/api/runs/{run}", Key)).Json.GetProperty("runtimeStatus").GetString() == "Running")
            await Task.Delay(20);
        return run;
    }

    async Task<Answer> WithoutSnapshotsAsync(Operation operation)
    {
        await using var empty = await Server.StartAsync();
        return await AskAsync(operation, server: empty);
    }

    /// <summary>Of another server, because an erasure deletes older snapshots.</summary>
    async Task<Answer> ErasingAsync(Operation operation, int status)
    {
        await using var other = await Server.StartAsync();
        const string body = """{"dataset":"duff_orders","column":"client_id","values":["7"]}""";
        if (operation.Id == "planForget" && status == 409)
        {
            other.Put(LongKey, Csv.Header + Csv.Rows(20_000));
            var run = (await other.PostAsync("/api/events/s3", S3Event.Of(LongKey))).Json.GetProperty("events")[0].GetProperty("run");
            await other.PostAsync($"/api/runs/{run}/suspend");
        }
        // While the lock is held, the server does not end it.
        using var held = status == 409 ? await other.Home.AcquireLockAsync("test", waiting: null, default) : null;
        if (operation.Id == "forget" && status == 409)
            await other.Runtime.Forgets.BeginAsync(new("duff_orders", "client_id", ["8"]), default);
        if (operation.HasBody)
            return await AskAsync(operation, body: body, server: other);
        var begun = await other.PostAsync("/api/forget", body);
        return await other.GetAsync(operation.Id == "getForget" ? begun.Header("Location") : "/api/forget");
    }

    (string, string) Key => ("x-functions-key", home.Keys["all"]);
}
