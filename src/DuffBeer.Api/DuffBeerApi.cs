using System.Diagnostics;
using DuffBeer.Api.Changes;
using DuffBeer.Api.Dashboards;
using DuffBeer.Api.Docs;
using DuffBeer.Api.Events;
using DuffBeer.Api.Forget;
using DuffBeer.Api.Health;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Maintenance;
using DuffBeer.Api.Models;
using DuffBeer.Api.OpenApi;
using DuffBeer.Api.Pages;
using DuffBeer.Api.Reports;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Api;

/// <summary>The HTTP API of every host, below <see cref="Prefix"/>, and the pages beside it.</summary>
public sealed class DuffBeerApi : IDisposable
{
    public const string Prefix = "/api";

    readonly ApiOptions _options;
    readonly RouteTable _table;
    readonly PageFiles _pages;
    readonly EngineGate _gate;
    readonly ShownSnapshots _shown;
    readonly ReportCache _answers;
    readonly RunProgressReader _progress;
    readonly EventIntake _events;
    readonly ApiAccess _access;
    readonly TimeProvider _time;
    readonly ILogger _log;
    int _requests;

    public DuffBeerApi(ApiParts parts, ApiOptions options)
    {
        (_options, _log, _time) = (options, parts.Logs.CreateLogger("DuffBeer.Api"), parts.Time);
        _access = new(options.Keys, options.Tokens);
        (_shown, _answers) = (new(new(parts.Stores.Lake), parts.Time), new(options.CacheBytes));
        _gate = new(options.MostQueries, options.MostWaiting, options.MostStreams);
        var core = new CoreRuns(parts.Stores, parts.Datasets, () => parts.Events, parts.Tables, parts.Time, parts.Packs);
        _progress = new(parts.Stores.Lake, parts.AtWork, parts.Time);
        var views = new RunViews(
            _progress,
            new(parts.Orchestrator),
            new(parts.Stores.Lake),
            parts.Orchestrator);
        _events = new(core.Intake(parts.Orchestrator), core.Pending, views, options, parts.Time, _log);
        var routes = RoutesOf(parts, options, core, views);
        Document = new(routes, parts.Reports, _access);
        Routes = [.. routes, .. new DocsRoutes(Document, options.DocsFolder).All];
        _table = new(Routes);
        _pages = new(options.PagesFolder);
    }

    public IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>The API's own description.</summary>
    public OpenApiDocument Document { get; }

    /// <summary>Answers a request; every failure becomes a problem.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var activity = Telemetry.Request(context.Request.Method, context.Request.Headers.TraceParent);
        var started = Stopwatch.GetTimestamp();
        SecurityHeaders.Write(context.Response.Headers);
        ApiRoute? route = null;
        try
        {
            IResult reply;
            if (Interlocked.Increment(ref _requests) > _options.MostRequests)
                reply = new ProblemReply(ApiProblem.Overloaded("Too many concurrent requests. Try again in a few seconds."));
            else
                (route, reply) = await AnswerAsync(context);
            await SendAsync(context, reply);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
            var name = route?.Template ?? "none";
            Telemetry.Requested(name, context.Request.Method, context.Response.StatusCode, Stopwatch.GetElapsedTime(started));
            activity?.SetTag("http.route", name).SetTag("http.response.status_code", context.Response.StatusCode);
        }
    }

    /// <summary>Takes the events of a queue as the webhook takes those of a request, until it is cancelled or the time is over.</summary>
    /// <param name="duration">Null: until it is cancelled.</param>
    public Task ReceiveAsync(IQueuedEvents queue, TimeSpan? duration, CancellationToken cancellationToken) =>
        new QueueReceiver(queue, _events, _time, _log).RunAsync(duration, cancellationToken);

    /// <summary>Drops what it keeps in memory: rows were erased from what that is made of.</summary>
    public void Forget()
    {
        _shown.Forget();
        _answers.Clear();
        _progress.Forget();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _events.Dispose();
        _options.Tokens?.Dispose();
    }

    async Task<(ApiRoute? Route, IResult Reply)> AnswerAsync(HttpContext context)
    {
        ApiRoute? route = null;
        try
        {
            var request = context.Request;
            OriginGuard.Check(request, _options.Hosts);
            var path = request.Path.Value!;
            // The page's own addresses are relative to the path without a slash at its end.
            if (path is "/docs" or "/docs/" or $"{Prefix}/docs/")
                return (null, new RedirectReply($"{Prefix}/docs"));
            if (!path.StartsWith(Prefix + "/", StringComparison.Ordinal) && _pages.Find(request) is { } page)
                return (null, page);
            if (!_table.TryFind(request.Method, Below(path), out route, out var values, out var allowed))
            {
                return (null, new ProblemReply(allowed.Count == 0
                    ? ApiProblem.NotFound($"There is nothing at {path}. {Prefix}/openapi.json lists the routes.")
                    : ApiProblem.MethodNotAllowed(request.Method, string.Join(", ", allowed.Distinct()))));
            }

            await _access.CheckAsync(request, route, context.RequestAborted);
            return (route, await route.Action(new(request, values), context.RequestAborted));
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            return (route, new ProblemReply(ProblemOf(failure, context)));
        }
    }

    async Task SendAsync(HttpContext context, IResult reply)
    {
        try
        {
            await reply.ExecuteAsync(context);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            var problem = ProblemOf(failure, context);
            if (context.Response.HasStarted)
            {
                // Aborts the response, so that the caller cannot mistake it for complete.
                context.Abort();
                return;
            }

            // Headers of the failed answer, such as its coding, do not fit the problem.
            context.Response.Clear();
            SecurityHeaders.Write(context.Response.Headers);
            await new ProblemReply(problem).ExecuteAsync(context);
        }
        catch (OperationCanceledException)
        {
            // The caller has disconnected.
        }
    }

    /// <summary>The path after the prefix; empty, which no route matches, if the prefix differs.</summary>
    static string Below(string path) => path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[Prefix.Length..] : "";

    ApiProblem ProblemOf(Exception failure, HttpContext context)
    {
        var problem = failure switch
        {
            ApiException told => told.Problem,
            RunException known => ApiProblem.Of(known.Code, known.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblem.TooLarge(ApiCall.LongestBody),
            BadHttpRequestException bad => ApiProblem.BadRequest(bad.Message),
            _ => ApiProblem.Internal(),
        };
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            ApiLog.Failed(_log, failure, context.Request.Method, context.Request.Path, problem.Code, context.TraceId());
        return problem;
    }

    List<ApiRoute> RoutesOf(ApiParts parts, ApiOptions options, CoreRuns core, RunViews views)
    {
        var (lake, time) = (parts.Stores.Lake, parts.Time);
        var (runs, snapshots) = (core.Records, new Snapshots(lake));
        var (shown, refreshes) = (_shown, new RefreshRecords(lake));
        var reader = new Lazy<ReportReader>(() => new(parts.Engine(), parts.Models));
        var answers = new ReportAnswers(shown, () => reader.Value, _answers, _gate);
        var explainer = new Lazy<Explainer>(() => new(parts.Stores, runs, parts.Engine(), parts.Models, parts.Datasets));
        var catalog = new PointCatalog(lake, new(lake, time), snapshots, parts.Catalog, core.Tables, parts.Models);
        var planner = RefreshPlanner.Of(lake, time, parts.Models);
        return
        [
            .. new ReportRoutes(parts.Reports, parts.Models.Settings, answers).All,
            .. new ValueRoutes(parts.Reports, answers).All,
            .. new WhyRoutes(parts.Reports, answers, () => explainer.Value, _gate).All,
            .. new DashboardRoutes(parts.Dashboards, shown).All,
            .. new AliasRoutes(parts.Reports, answers).All,
            .. new RunRoutes(runs, views, () => new(lake, runs, parts.Engine()), new(runs, views, time, options.Stopping)).All,
            .. new ControlRoutes(core, parts.Stores.Bucket, parts.Orchestrator, parts.Refresh, views).All,
            .. new CorrectionRoutes(core.Corrections, parts.Stores.Bucket, parts.Orchestrator, views).All,
            .. new EventRoutes(_events).All,
            .. new RefreshRoutes(parts.Refresh, refreshes, new(lake), planner).All,
            .. new PlanRoutes(new(lake, planner, parts.Engine, parts.Prices, parts.Models)).All,
            .. new ChangeRoutes(new(lake, runs, views, time, options.Stopping), time, options.Stopping).All,
            .. new SnapshotRoutes(snapshots, new(lake, snapshots, time), catalog, shown, parts.Refresh, refreshes).All,
            .. new DiffRoutes(snapshots, new(lake, parts.Engine, parts.Models), _gate).All,
            .. new DatasetRoutes(lake, parts.Datasets, parts.Models).All,
            .. new DatasetRowRoutes(lake, parts.Datasets, () => new(lake, parts.Engine()), _gate).All,
            .. new ModelRoutes(shown, refreshes, parts.Datasets, parts.Models, parts.Reports).All,
            .. new ModelHistoryRoutes(snapshots, refreshes, parts.Models).All,
            .. new SettingRoutes(shown, parts.Models, parts.Reports).All,
            .. new MaintenanceRoutes(parts.Maintenance, new(lake, time)).All,
            .. new ForgetRoutes(parts.Erasure, new(lake, time), parts.Forget, time).All,
            .. new HealthRoutes(new(parts.Dependencies, time, _log)).All,
        ];
    }
}
