using System.Buffers;
using System.Globalization;
using DuffBeer.Api.Http;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Answers reports over HTTP as JSON or CSV. JSON of the same query and snapshot is computed once and cached.</summary>
sealed class ReportAnswers(ShownSnapshots snapshots, Func<ReportReader> reader, ReportCache cache, EngineGate gate)
{
    /// <summary>Parameters of the transport, not of the report.</summary>
    static readonly string[] s_transport = ["format", "code"];

    public async Task<IResult> AnswerAsync(ApiCall call, ReportDefinition report, bool csv, CancellationToken cancellationToken)
    {
        var format = FormatOf(call.Request, csv);
        return await AnswerAsync(call, ReadRequest(report, TextsOf(call.Request)), format, cancellationToken);
    }

    /// <summary>One page as JSON; as CSV all rows, or as many as the caller's limit.</summary>
    public async Task<IResult> AnswerAsync(ApiCall call, ReportRequest request, ReportFormat format, CancellationToken cancellationToken)
    {
        if (format == ReportFormat.Csv && !call.Request.Query.ContainsKey("limit"))
            request = request with { Limit = null };
        var snapshot = await SnapshotOfAsync(request.Snapshot, cancellationToken);
        var tag = ReportTag.Of(request, snapshot, format);
        if (format == ReportFormat.Csv)
            return EntityTag.IsNamed(call.Request.Headers.IfNoneMatch, tag)
                ? new NotModifiedReply(tag)
                : new ReportCsvReply(request, snapshot, tag, stop => StreamAsync(request, snapshot, stop));

        return await CachedAsync(call, tag, async () => Render(await ReadAsync(request, snapshot, cancellationToken)));
    }

    /// <summary>304 if the caller has the answer of this tag; otherwise it comes from the cache, or is computed.</summary>
    public async Task<IResult> CachedAsync(ApiCall call, string tag, Func<Task<byte[]>> compute)
    {
        if (EntityTag.IsNamed(call.Request.Headers.IfNoneMatch, tag))
            return new NotModifiedReply(tag);
        var body = await cache.GetAsync(tag, compute);
        return new BytesReply(body.Plain, "application/json; charset=utf-8") { Tag = tag, Kept = body };
    }

    /// <exception cref="ApiException">400 with each mistake and what is allowed.</exception>
    public static ReportRequest ReadRequest(ReportDefinition report, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var request = ReportRequest.Read(report, texts, out var mistakes);
        return mistakes.Count == 0 ? request : throw new ApiException(ApiProblem.Invalid(mistakes));
    }

    public static IEnumerable<KeyValuePair<string, string>> TextsOf(HttpRequest request) =>
        from parameter in request.Query
        where !s_transport.Contains(parameter.Key)
        from text in parameter.Value
        select KeyValuePair.Create(parameter.Key, text ?? "");

    public static ReportFormat FormatOf(HttpRequest request, bool csv = false)
    {
        if (csv)
            return ReportFormat.Csv;
        if (request.Query["format"] is { Count: > 0 } named)
        {
            return named is ["csv"] ? ReportFormat.Csv
                : named is ["json"] ? ReportFormat.Json
                : throw new ApiException(ApiProblem.Invalid(new Dictionary<string, string> { ["format"] = "format must be json or csv" }));
        }

        var accepted = request.Headers.Accept.ToString();
        return accepted.Contains("text/csv", StringComparison.OrdinalIgnoreCase)
            && !accepted.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? ReportFormat.Csv
            : ReportFormat.Json;
    }

    public Task<ReportResult> ReadAsync(ReportRequest request, Snapshot? snapshot, CancellationToken cancellationToken) => snapshot is null
        ? Task.FromResult(ReportResult.BeforeTheFirstSnapshot(request))
        : gate.PassAsync(() => reader().ReadAsync(request, snapshot, cancellationToken), cancellationToken);

    IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        ReportRequest request, Snapshot? snapshot, CancellationToken cancellationToken) =>
        snapshot is null
            ? AsyncEnumerable.Empty<IReadOnlyList<object?[]>>()
            : gate.StreamAsync(reader().StreamAsync(request, snapshot, cancellationToken), cancellationToken);

    /// <param name="id">Null for the snapshot that readers see.</param>
    public async Task<Snapshot?> SnapshotOfAsync(string? id, CancellationToken cancellationToken) => id is null
        ? await snapshots.CurrentAsync(cancellationToken)
        : await snapshots.GetAsync(id, cancellationToken);

    static byte[] Render(ReportResult result)
    {
        var json = new ArrayBufferWriter<byte>(16 << 10);
        ReportJson.Write(result, json);
        return json.WrittenSpan.ToArray();
    }
}

enum ReportFormat { Json, Csv }

/// <summary>An entity tag over all inputs of an answer: snapshot, the report's file, values, order and page.</summary>
static class ReportTag
{
    public static string Of(ReportRequest request, Snapshot? snapshot, ReportFormat format) => ModelHashes.Digest(
    [
        snapshot?.Id ?? "", request.Report.Hash, request.Report.Name, format.ToString(),
        string.Create(CultureInfo.InvariantCulture, $"{request.Limit} {request.Offset} {request.IsFilled}"),
        .. request.Sort.Select(key => $"{key.Column} {key.Descending}"),
        string.Join(',', request.Chosen ?? []),
        .. request.Report.Parameters.Select(
            parameter => request.Values[parameter.Name] is { Value: { } value } ? ReportCellText.Of(parameter.Type, value) + "=" : ""),
    ]);
}
