using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text.Json;
using DuffBeer.Api;
using DuffBeer.Api.Health;
using DuffBeer.Api.Http;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

/// <summary>The probe of a container without a shell: asks the server in it whether it is ready.</summary>
sealed class HealthCommand : DuffBeerCommand
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    static readonly Uri s_usual = new UriBuilder("http", $"{IPAddress.Loopback}", ServeCommand.UsualPort).Uri;

    readonly Argument<Uri> _server = new("URL")
    {
        Description = "Address of the server",
        DefaultValueFactory = _ => s_usual,
        CustomParser = result =>
            Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
                ? server
                : Refuse(result),
    };

    public HealthCommand(CommandHost host)
        : base("health", "Ask a running server whether it is ready, as a container's health check does.", host) => Add(_server);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var health = await AskAsync(invocation.Value(_server)!, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, health, ApiJson.Readable.HealthAnswer);
        else
            Write(invocation.Terminal.Out, health);
        return health.IsReady ? ExitCode.Done : ExitCode.RunFailed;
    }

    static Uri? Refuse(ArgumentResult result)
    {
        result.AddError($"URL expects an address such as {s_usual}, but found '{result.Tokens[0].Value}'.");
        return null;
    }

    /// <exception cref="TerminalException">With <c>NotFound</c> if no server of ours answers.</exception>
    static async Task<HealthAnswer> AskAsync(Uri server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = s_patience };
        try
        {
            using var answer = await http.GetAsync($"{DuffBeerApi.Prefix}/health/ready", cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize(body, ApiJson.Readable.HealthAnswer)
                ?? throw new JsonException("null is no answer about health");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TerminalException(
                ProblemCode.NotFound, $"No 'duffbeer serve' answers at {server}: {failure.Message}", failure);
        }
    }

    static void Write(TextWriter to, HealthAnswer health)
    {
        to.WriteLine(health.IsReady ? "ready" : "not ready");
        foreach (var dependency in health.Dependencies)
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {dependency.Name}: {(dependency.IsReady ? "ready" : "not ready")} ({dependency.Milliseconds} ms)"));
    }
}
