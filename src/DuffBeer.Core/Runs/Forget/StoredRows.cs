using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Looks for rows in the parts and rejects of published runs whose file is gone.</summary>
sealed class StoredRows(IObjectStore lake, RunRecords runs, IPartReader reader, ForgetRequest request)
{
    readonly PublishedRuns _published = new(lake);

    /// <summary>Whether the run may have one of the rows: so also if its parts store the column in another form only.</summary>
    public async Task<bool> HasAnyAsync(
        DatasetContract contract, RunRecord run, PublishedRun published, IReadOnlyList<RunPack> packs, CancellationToken cancellationToken)
    {
        var column = contract.Columns.First(column => column.Name == request.Column);
        var values = new ForgottenValues(column, request.Values);
        if (contract.TableColumns.FirstOrDefault(stored => stored.Name == column.Name) is not { } stored || stored.Type != column.Type)
            return true;
        var parts = published.Pack is null
            ? await _published.PartsAsync(published, cancellationToken)
            : (await _published.PackAsync(packs.First(pack => pack.Id == published.Pack), cancellationToken)).Parts;
        foreach (var part in parts)
        {
            if (await AnyAsync(part.Key, stored with { Nullable = true }, run.Id, values.AreStored, cancellationToken))
                return true;
        }

        var (plan, result) = (
            await runs.PlanAsync(run.Id, published.Attempt, cancellationToken),
            await runs.ResultAsync(run.Id, published.Attempt, cancellationToken));
        var raw = RejectColumns.All.First(found => found.Name == "raw");
        foreach (var part in result?.Rejects ?? [])
        {
            if (await AnyAsync(
                part.Key, raw, run.Id, (lines, row) => values.AreInAny(((StringBuffer)lines)[row], plan!.Shape.Dialect), cancellationToken))
                return true;
        }

        return false;
    }

    async Task<bool> AnyAsync(
        string key, TableColumn column, string run, Func<ColumnBuffer, int, bool> isWanted, CancellationToken cancellationToken)
    {
        await using var source = await PartSource.OpenAsync(lake, key, cancellationToken);
        TableColumn[] columns = [column, SystemColumns.Run];
        // Another form than ours: it may have them.
        if (await reader.OpenAsync(source, columns, cancellationToken) is not { } content)
            return true;
        using var batch = new ColumnBatch(columns);
        var name = Encoding.UTF8.GetBytes(run);
        for (var group = 0; group < content.RowGroups.Count; group++)
        {
            batch.Clear();
            await content.AppendAsync(group, batch, cancellationToken);
            for (var row = 0; row < batch.RowCount; row++)
            {
                if (((StringBuffer)batch.Buffers[1])[row].SequenceEqual(name) && isWanted(batch.Buffers[0], row))
                    return true;
            }
        }

        return false;
    }
}
