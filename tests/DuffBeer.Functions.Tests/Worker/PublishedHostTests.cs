using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuffBeer.Functions.Tests.Engine;
using DuffBeer.Functions.Tests.Functions;
using DuffBeer.Functions.Tests.Worker.Protocol;

namespace DuffBeer.Functions.Tests.Worker;

/// <summary>The published host as the Functions host starts it: handshake, index of functions, requests.</summary>
public sealed class PublishedHostTests
{
    static readonly Dictionary<string, string> s_settings = new()
    {
        ["AWS_REGION"] = "us-east-1",
        ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["Landing__Bucket"] = "landing",
        ["Lake__Bucket"] = "lake",
        ["Engine"] = "DuckDb",
        ["HashKey"] = "0123456789abcdef",
        ["Api__Open"] = "Yes",
    };

    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("functions.metadata")]
    [InlineData("extensions.json")]
    [InlineData(".azurefunctions/Microsoft.Azure.WebJobs.Extensions.DurableTask.dll")]
    [InlineData("definitions/contracts/duff_orders.yaml")]
    [InlineData("wwwroot/docs/index.html")]
    public void What_the_Functions_host_needs_is_published(string file) =>
        Assert.True(File.Exists(Path.Combine(WorkerProcess.Folder, file)), file);

    [Fact]
    public void Local_settings_are_not_published() => Assert.Empty(Directory.GetFiles(WorkerProcess.Folder, "local.settings*"));

    [Fact]
    public async Task Every_function_is_indexed_with_its_bindings_and_loads()
    {
        await using var worker = await WorkerProcess.StartAsync(s_settings);
        await InitializeAsync(worker);

        var indexed = await IndexAsync(worker);

        Assert.Equal(
            HostFunction.Of(typeof(Http.ApiFunction).Assembly).Select(function => function.Name).Order(StringComparer.Ordinal),
            indexed.Select(function => function.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["$return:http", "client:durableClient", "request:httpTrigger"], BindingsOf(indexed, "api"));
        Assert.Equal(["context:orchestrationTrigger"], BindingsOf(indexed, "IngestFile"));
        Assert.Equal(["input:activityTrigger"], BindingsOf(indexed, "TransformChunk"));
        Assert.Equal(["client:durableClient", "input:activityTrigger"], BindingsOf(indexed, "ConcludeRun"));
        Assert.Equal(["client:durableClient", "timer:timerTrigger"], BindingsOf(indexed, "ReconcileByClock"));
        foreach (var function in indexed)
            await LoadAsync(worker, function);
    }

    [Fact]
    public async Task The_API_answers_through_the_one_trigger()
    {
        await using var worker = await WorkerProcess.StartAsync(s_settings);
        var address = await InitializeAsync(worker);
        var api = (await IndexAsync(worker)).Single(function => function.Name == "api");
        await LoadAsync(worker, api);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

        using var live = await GetAsync(worker, http, api, "/api/health/live");
        using var first = await GetAsync(worker, http, api, "/");
        using var none = await GetAsync(worker, http, api, "/api/none");
        using var description = await GetAsync(worker, http, api, "/api/openapi.json");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        var shell = await first.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/html"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        using var script = await GetAsync(worker, http, api, Regex.Match(shell, "/assets/main-[^\"]+").Value);
        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (script.StatusCode, script.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (none.StatusCode, none.Content.Headers.ContentType?.MediaType));
        Assert.Equal("3.1.0", (await description.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("openapi").GetString());
    }

    [Fact]
    public async Task A_host_without_settings_reports_all_missing_ones_and_exits()
    {
        await using var worker = await WorkerProcess.StartAsync(new Dictionary<string, string>());

        var (code, output) = await worker.EndAsync();

        Assert.Equal(1, code);
        Assert.All(
            ["AWS_REGION", "Landing__Bucket", "Lake__Bucket", "HashKey", "Keys__"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    /// <summary>Returns the address at which the worker accepts HTTP requests from the host.</summary>
    static async Task<Uri> InitializeAsync(WorkerProcess worker)
    {
        var answer = await worker.AskAsync(new()
        {
            WorkerInitRequest = new()
            {
                HostVersion = "4.1000.0",
                WorkerDirectory = WorkerProcess.Folder,
                FunctionAppDirectory = WorkerProcess.Folder,
            },
        });
        Assert.Equal(StatusResult.Types.Status.Success, answer.WorkerInitResponse.Result.Status);
        var address = new Uri(answer.WorkerInitResponse.Capabilities["HttpUri"]);
        // The worker answers before its server listens, so the Functions host tries its first request again.
        await Cloud.UntilAsync(() => ListensAsync(address), listens => listens);
        return address;
    }

    static async Task<bool> ListensAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
    }

    static async Task<IReadOnlyList<FunctionMetadata>> IndexAsync(WorkerProcess worker)
    {
        var answer = await worker.AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = WorkerProcess.Folder } });
        Assert.Equal(StatusResult.Types.Status.Success, answer.FunctionMetadataResponse.Result.Status);
        return answer.FunctionMetadataResponse.FunctionMetadataResults;
    }

    static async Task LoadAsync(WorkerProcess worker, FunctionMetadata function)
    {
        var answer = await worker.AskAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } });
        Assert.True(
            answer.FunctionLoadResponse.Result.Status == StatusResult.Types.Status.Success,
            $"{function.Name}: {answer.FunctionLoadResponse.Result.Exception?.Message}");
    }

    /// <summary>The host announces an invocation to the worker and forwards the request with the invocation's id.</summary>
    static async Task<HttpResponseMessage> GetAsync(WorkerProcess worker, HttpClient http, FunctionMetadata function, string path)
    {
        var id = Guid.NewGuid().ToString();
        var invocation = worker.AskAsync(new()
        {
            InvocationRequest = new()
            {
                InvocationId = id,
                FunctionId = function.FunctionId,
                TraceContext = new(),
                InputData =
                {
                    new ParameterBinding { Name = "request", Data = new() { Http = new() { Method = "GET", Url = $"http://host{path}" } } },
                    new ParameterBinding { Name = "client", Data = new() { String = """{"rpcBaseUrl":"http://127.0.0.1:9"}""" } },
                },
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "x-ms-invocation-id", id } } };
        var response = await http.SendAsync(request);
        var result = (await invocation).InvocationResponse.Result;
        Assert.True(result.Status == StatusResult.Types.Status.Success, $"{result.Exception?.Message}\n{result.Exception?.StackTrace}");
        return response;
    }

    static IEnumerable<string> BindingsOf(IReadOnlyList<FunctionMetadata> functions, string name) =>
        functions.Single(function => function.Name == name).Bindings
            .Select(binding => $"{binding.Key}:{binding.Value.Type}")
            .Order(StringComparer.Ordinal);
}
