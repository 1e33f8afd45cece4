using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Reports;

/// <summary>Some rows of a dataset, their values as texts; null stays null.</summary>
/// <param name="Run">The run that they come from; null if nothing is published.</param>
public sealed record SampleRows(string? Run, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <param name="Min">Null if all values are null.</param>
public sealed record ColumnProfile(TableColumn Column, long Nulls, long Distinct, string? Min, string? Max);

/// <summary>What the columns of a dataset contain.</summary>
/// <param name="Run">The run whose rows were counted; null if nothing is published.</param>
/// <param name="Rows">Rows counted.</param>
/// <param name="IsWhole">False if only the first parts of a large file were counted.</param>
public sealed record DatasetProfile(string? Run, long Rows, bool IsWhole, IReadOnlyList<ColumnProfile> Columns);

/// <summary>Looks into the rows of a dataset's newest file. Hidden columns are in no part, so they never show.</summary>
public sealed class PublishedRows(IObjectStore lake, IQueryEngine engine)
{
    /// <summary>Parts are counted until they have this many rows.</summary>
    const long MostCounted = 2_000_000;

    readonly DatasetManifests _manifests = new(lake);
    readonly PublishedRuns _published = new(lake);

    public async Task<SampleRows> SampleAsync(DatasetContract contract, int limit, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(contract);
        var (run, parts, _) = await PartsAsync(contract, 1, cancellationToken);
        if (run is null)
            return new(null, columns, []);
        var names = string.Join(", ", columns.Select(column => SqlName.Quote(column.Name)));
        var found = await QueryAsync(
            string.Create(CultureInfo.InvariantCulture, $"SELECT {names} FROM {Of(run)} ORDER BY \"_offset\" LIMIT {limit}"),
            contract,
            parts,
            cancellationToken);
        return new(run, columns, [.. found.Rows.Select(row => (IReadOnlyList<string?>)[.. columns.Zip(row, Text)])]);
    }

    public async Task<DatasetProfile> ProfileAsync(DatasetContract contract, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(contract);
        var (run, parts, isWhole) = await PartsAsync(contract, MostCounted, cancellationToken);
        if (run is null)
            return new(null, 0, true, []);
        var counts = columns.Select(column => SqlName.Quote(column.Name)).Select((name, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"count({name}) AS n{index}, count(DISTINCT {name}) AS d{index}, min({name}) AS l{index}, max({name}) AS h{index}"));
        var found = await QueryAsync(
            $"SELECT count(*) AS n, {string.Join(", ", counts)} FROM {Of(run)}", contract, parts, cancellationToken);
        var row = found.Rows[0];
        var rows = Number(row[0]);
        return new(run, rows, isWhole, [.. columns.Select((column, index) => new ColumnProfile(
            column,
            rows - Number(row[1 + (4 * index)]),
            Number(row[2 + (4 * index)]),
            Text(column, row[3 + (4 * index)]),
            Text(column, row[4 + (4 * index)])))]);
    }

    static List<TableColumn> ColumnsOf(DatasetContract contract) =>
        [.. contract.StoredColumns.Where(column => column.Name != SystemColumns.Offset.Name && column.Name != SystemColumns.Run.Name)];

    // Several runs share the parts of a pack.
    static string Of(string run) => $"\"rows\" WHERE \"_run\" = {SqlWriter.Quote(run)}";

    static long Number(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    static string? Text(TableColumn column, object? value) => value is null ? null : ReportCellText.Of(column.Type, value);

    /// <summary>Parts of the newest file with at least so many rows, or all of them.</summary>
    async Task<(string? Run, IReadOnlyList<string> Parts, bool IsWhole)> PartsAsync(
        DatasetContract contract, long rows, CancellationToken cancellationToken)
    {
        if (await _manifests.LatestAsync(contract.Name, run => run.Rows > 0, cancellationToken) is not { } newest)
            return (null, [], true);
        var manifest = await _manifests.ReadAsync(contract.Name, cancellationToken);
        var pack = manifest.Packs?.FirstOrDefault(pack => pack.Id == newest.Pack);
        var all = pack is null
            ? await _published.PartsAsync(newest.ToPublished(), cancellationToken)
            : (await _published.PackAsync(pack, cancellationToken)).Parts;
        var (parts, found) = (new List<string>(), 0L);
        foreach (var part in all.TakeWhile(_ => found < rows || pack is not null))
        {
            parts.Add(part.Key);
            found += part.Rows;
        }

        return (newest.RunId, parts, parts.Count == all.Count);
    }

    Task<QueryResult> QueryAsync(
        string sql, DatasetContract contract, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        engine.QueryAsync(new(sql, [new("rows", contract.TableColumns, parts)], []), cancellationToken);
}
