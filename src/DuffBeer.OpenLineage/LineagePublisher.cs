using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;

namespace DuffBeer.OpenLineage;

/// <summary>
/// Sends what is announced as events of <a href="https://openlineage.io/docs/spec/">OpenLineage</a>, besides to the next publisher.
/// </summary>
/// <remarks>Trouble with lineage neither fails nor delays a run: at most a few seconds, if the lake itself is slow.</remarks>
public sealed class LineagePublisher : IEventPublisher, IDisposable
{
    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    readonly LineageSources _sources;
    readonly string _jobNamespace;
    readonly IngestEvents _ingest;
    readonly RefreshEvents _refresh;
    readonly LineageQueue _queue;

    public LineagePublisher(LineageOptions options, LineageSources sources)
    {
        (_sources, _jobNamespace) = (sources, options.Namespace);
        (_ingest, _refresh) = (new(sources), new(sources, options.Namespace));
        _queue = new(
            [
                .. (ILineageTransport[])(options.Url is { } url ? [new HttpTransport(url, options.ApiKey)] : []),
                .. (ILineageTransport[])(options.File is { } file ? [new FileTransport(file)] : []),
            ],
            sources.Warn,
            sources.Time);
    }

    /// <summary>Events that arrived, and those that were given up.</summary>
    public (long Sent, long Dropped) Counts => (_queue.Sent, _queue.Dropped);

    public async Task PublishAsync(string detailType, string detail, CancellationToken cancellationToken)
    {
        await _sources.Next().PublishAsync(detailType, detail, cancellationToken);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(s_longest);
        try
        {
            using var parsed = JsonDocument.Parse(detail);
            foreach (var found in await EventsAsync(detailType, parsed.RootElement, limited.Token))
                _queue.Add(RunEvents.Write(found, _jobNamespace));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _queue.Drop($"{detailType}: {failure.Message}");
        }
    }

    public void Dispose() => _queue.Dispose();

    async Task<IReadOnlyList<RunEvent>> EventsAsync(string type, JsonElement detail, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case Announcement.RunStarted or Announcement.RunCompleted or Announcement.RunFailed or Announcement.RunTerminated:
                return await _ingest.OfAsync(
                    type, detail.GetProperty("run").GetString()!, detail.GetProperty("attempt").GetInt32(), cancellationToken) is { } run
                    ? [run]
                    : [];
            case Announcement.RefreshStarted or Announcement.RefreshCompleted or Announcement.RefreshFailed:
                return [_refresh.OfRefresh(type, SnapshotOf(detail), ProblemOf(detail))];
        }

        var events = new List<RunEvent>();
        foreach (var name in Texts(detail, "models"))
        {
            if (_sources.Models().Graph[name] is not { } model)
                continue;
            if (type == Announcement.ModelsAudited)
                events.AddRange(_refresh.OfAudits(SnapshotOf(detail), model, Texts(detail, "found"), ProblemOf(detail)));
            else
                events.Add(await _refresh.OfModelAsync(type, SnapshotOf(detail), model, ProblemOf(detail), cancellationToken));
        }

        return events;
    }

    static string SnapshotOf(JsonElement detail) => detail.GetProperty("snapshot").GetString()!;

    static List<string> Texts(JsonElement detail, string name) =>
        [.. detail.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    static ProblemCode? ProblemOf(JsonElement detail) =>
        detail.TryGetProperty("problem", out var problem) ? Enum.Parse<ProblemCode>(problem.GetString()!) : null;
}
