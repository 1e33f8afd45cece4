using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>The snapshots, and the one that readers see.</summary>
sealed class SnapshotRoutes(
    Snapshots snapshots, NamedSnapshots named, PointCatalog catalog, ShownSnapshots shown, IModelRefresh refresh, RefreshRecords refreshes)
{
    const int MostSnapshots = 100;
    const int UsualSnapshots = 20;

    static readonly ApiAnswer s_noneYet = ApiAnswer.Problem(404, "There is no such snapshot");

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/snapshots", Scope.Report, ListAsync)
        {
            Id = "listSnapshots",
            Tag = "Models",
            Summary = "Snapshots, newest first, the one that readers see, and those built beside it.",
            Parameters =
            [
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostSnapshots}}}""",
                    $"Snapshots per page (default: {UsualSnapshots})"),
                new("next", "query", """{"type":"string"}""", "Continuation token: the next of the previous page's nextLink"),
            ],
            Answers = [ApiAnswer.Json<SnapshotsAnswer>(200, "One page"), ApiAnswer.Problem(400, "A parameter is wrong; errors names each")],
        },
        new("GET", "/snapshots/{id}", Scope.Report, OneAsync)
        {
            Id = "getSnapshot",
            Tag = "Models",
            Summary = "One snapshot: rows, bytes and build time of each model, and the files that it was built from.",
            Parameters = [new("id", "path", """{"type":"string"}""", "Id or name of the snapshot", IsRequired: true)],
            Answers = [ApiAnswer.Json<SnapshotDetail>(200, "The snapshot"), s_noneYet],
        },
        new(
            "POST",
            "/snapshots/{id}/activate",
            Scope.Operate,
            ActivateAsync)
        {
            Id = "activateSnapshot",
            Tag = "Models",
            Summary = "With an id: shows an older snapshot and pins readers to it, so refreshes build, but nothing new is shown until "
                + "unpin. With a name: shows the snapshot that was built beside, and later ones.",
            Parameters =
            [
                new("id", "path", """{"type":"string"}""", "Id or name of the snapshot", IsRequired: true),
                new(
                    "asIs",
                    "query",
                    """{"type":"boolean"}""",
                    "With a name: true to show it even if a newer snapshot was built since (default: false)"),
            ],
            Answers =
            [
                ApiAnswer.Json<PinAnswer>(200, "What readers see now"),
                ApiAnswer.Problem(400, "A parameter is invalid"),
                s_noneYet,
                ApiAnswer.Problem(409, "A newer snapshot was built since the named one"),
                ReportParameters.SnapshotGone,
            ],
        },
        new("POST", "/snapshots/{name}/drop", Scope.Operate, DropAsync)
        {
            Id = "dropSnapshot",
            Tag = "Models",
            Summary = "Forgets a named snapshot.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of the snapshot", IsRequired: true)],
            Answers = [ApiAnswer.Json<SnapshotsAnswer>(200, "The snapshots that are left, the first page"), s_noneYet],
        },
        new(
            "POST",
            "/snapshots/unpin",
            Scope.Operate,
            UnpinAsync)
        {
            Id = "unpinSnapshots",
            Tag = "Models",
            Summary = "Shows the newest snapshot again, and every later one.",
            Answers = [ApiAnswer.Json<PinAnswer>(200, "What readers see now"), s_noneYet],
        },
    ];

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var (limit, next) = (query.Number("limit", UsualSnapshots, 1, MostSnapshots), query.Text("next"));
        query.Check();
        return await PageAsync(limit, next, cancellationToken);
    }

    async Task<IResult> PageAsync(int limit, string? next, CancellationToken cancellationToken)
    {
        var pointer = await snapshots.PointerAsync(cancellationToken);
        var ids = await snapshots.IdsAsync(cancellationToken, next).Take(limit + 1).ToListAsync(cancellationToken);
        var page = new List<Snapshot>();
        foreach (var id in ids.Take(limit))
        {
            if (await snapshots.FindAsync(id, cancellationToken) is { } snapshot)
                page.Add(snapshot);
        }

        var link = ids.Count > limit
            ? FormattableString.Invariant($"/api/snapshots?limit={limit}&next={Uri.EscapeDataString(ids[limit - 1])}")
            : null;
        return ApiJson.Reply(
            SnapshotsAnswer.Of(page, pointer, await named.AllAsync(cancellationToken), link), ApiJson.Readable.SnapshotsAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var snapshot = await snapshots.FindAsync(call["id"], cancellationToken)
            ?? throw new ApiException(ApiProblem.NotFound($"There is no snapshot '{call["id"]}'. /api/snapshots lists those that exist."));
        return ApiJson.Reply(
            SnapshotDetail.Of(snapshot, await snapshots.PointerAsync(cancellationToken)), ApiJson.Readable.SnapshotDetail);
    }

    async Task<IResult> ActivateAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var asIs = query.Flag("asIs");
        query.Check();
        if (!SnapshotName.IsName(call["id"]))
            return await ShownAsync(await snapshots.PinAsync(call["id"], cancellationToken), cancellationToken);
        var reply = await ShownAsync(await named.ActivateAsync(call["id"], asIs, cancellationToken), cancellationToken);
        // A refresh under way builds on the snapshot before, so it will not be shown.
        if (await refreshes.CurrentAsync(cancellationToken) is { Status: RunStatus.Running })
            await refresh.RequestAsync(RefreshRequest.Changes, cancellationToken);
        return reply;
    }

    async Task<IResult> DropAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        await named.DropAsync(call["name"], cancellationToken);
        return await PageAsync(UsualSnapshots, next: null, cancellationToken);
    }

    async Task<IResult> UnpinAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var pointer = await snapshots.UnpinAsync(cancellationToken)
            ?? throw new ApiException(ApiProblem.NotFound("There is no snapshot yet. The first refresh creates one."));
        return await ShownAsync(pointer, cancellationToken);
    }

    async Task<IResult> ShownAsync(SnapshotPointer pointer, CancellationToken cancellationToken)
    {
        shown.Forget();
        await catalog.PointAsync(cancellationToken);
        return ApiJson.Reply(PinAnswer.Of(pointer), ApiJson.Readable.PinAnswer);
    }
}
