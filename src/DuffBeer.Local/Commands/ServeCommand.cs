using System.CommandLine;
using System.Net;
using DuffBeer.Api.Keys;
using DuffBeer.Aws.Events;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Serving;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Local.Commands;

sealed class ServeCommand : DuffBeerCommand
{
    public const int UsualPort = 5080;

    readonly Option<long?> _port = PortOption();
    readonly Option<IPAddress?> _listen = ListenOption();
    readonly Option<long?> _stable = CheckedOption.Count(
        "--stable-seconds",
        "With --watch: a file is complete once it has not changed for so many seconds "
            + $"(default: {ServeRequest.DefaultStableSeconds})",
        least: 1, most: 86_400);
    readonly Option<bool> _watch = new("--watch")
    {
        Description = "Also ingest files that appear in the home's landing/, such as landing/duff/orders/a.csv"
    };

    public ServeCommand(CommandHost host)
        : base("serve", "Serve the pages and the API at http://127.0.0.1:5080 until Ctrl-C. Commands work while it runs.", host)
    {
        Add(_port);
        Add(_listen);
        Add(_watch);
        Add(_stable);
    }

    public static Option<long?> PortOption() =>
        CheckedOption.Count("--port", $"Port to listen on; 0 for any free one (default: {UsualPort})", least: 0, most: IPEndPoint.MaxPort);

    protected override Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var keys = new KeyFile(invocation.Home).Read();
        var request = new ServeRequest(
            invocation.Value(_listen) ?? IPAddress.Loopback, (int)(invocation.Value(_port) ?? UsualPort), keys, invocation.Value(_watch))
        {
            Stable = TimeSpan.FromSeconds(invocation.Value(_stable) ?? ServeRequest.DefaultStableSeconds),
            Entra = Entra(),
            MaintainEvery = invocation.MaintainEvery,
        };
        if (request.IsOpen && keys.Count == 0 && request.Entra is null)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"Other machines can reach the API at {request.Address}, so it needs keys, and {invocation.Home} has none. "
                    + "'duffbeer key NAME' creates one, and the settings of Entra allow tokens; without --listen neither is needed.");
        }

        if (!string.IsNullOrEmpty(invocation.Terminal.Variable(SqsQueueOptions.Setting)) && !invocation.UsesBuckets)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"{SqsQueueOptions.Setting} names a queue of a bucket's events, but landing is a folder. Add --store s3, or unset it.");
        }

        return ServeAsync(invocation, request, cancellationToken);
    }

    /// <summary>Serves until Ctrl-C, which is not a failure.</summary>
    public static async Task<ExitCode> ServeAsync(Invocation invocation, ServeRequest request, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        await workspace.ServeAsync(request, address => Say(invocation, address, request), cancellationToken);
        invocation.Terminal.Error.WriteLine("Stopped. Interrupted runs resume with the next start.");
        return ExitCode.Done;
    }

    static void Say(Invocation invocation, string address, ServeRequest request)
    {
        // With --json, standard output has exactly one document, the results.
        var to = invocation.Json ? invocation.Terminal.Error : invocation.Terminal.Out;
        to.WriteLine($"Serving {address} (API {address}/api, try it at {address}/docs)");
        to.Flush();
        invocation.Terminal.Error.WriteLine(request.Watch
            ? $"Files in {Path.Combine(invocation.Home, "landing")} are ingested as they arrive. Ctrl-C stops."
            : "Ctrl-C stops.");
    }

    /// <summary>From the environment: the names of the applications are not known before.</summary>
    static EntraSettings? Entra()
    {
        var problems = new List<string>();
        var entra = EntraSettings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build(), problems.Add);
        return problems.Count == 0 ? entra : throw new TerminalException(ProblemCode.BadRequest, $"{string.Join("; ", problems)}.");
    }

    static Option<IPAddress?> ListenOption()
    {
        var option = CheckedOption.Of(
            "--listen",
            "an IP address of this machine, such as 0.0.0.0",
            (string text, out IPAddress? value) => IPAddress.TryParse(text, out value));
        option.Description =
            "Address to listen on, 0.0.0.0 for all of this machine; others can then connect, with a key from 'duffbeer key NAME' "
                + "(default: 127.0.0.1, for this machine only, without a key)";
        option.HelpName = "ADDRESS";
        return option;
    }
}
