using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Glue;

/// <summary>A table's partition: its values, and the folder of its parts.</summary>
public sealed record PartitionFolder(IReadOnlyList<string> Values, string Location)
{
    /// <summary>A list of values as one text; no value contains the separator.</summary>
    public static string KeyOf(IReadOnlyList<string> values) => string.Join('\u001f', values);
}

/// <summary>Lists, adds, moves and deletes partitions of tables, in batches of Glue's limits.</summary>
public sealed class GluePartitions(GlueClient client, string database)
{
    /// <summary>Partitions by <see cref="PartitionFolder.KeyOf"/>.</summary>
    public async Task<Dictionary<string, PartitionFolder>> ListAsync(string table, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, PartitionFolder>(StringComparer.Ordinal);
        string? next = null;
        var pages = new Continuation($"glue:GetPartitions on {database}.{table}", ProblemCode.EngineUnavailable);
        do
        {
            var page = await client.GetPartitionsAsync(
                new(database, table, next, GlueClient.MaxListed, ExcludeColumnSchema: true), cancellationToken);
            foreach (var partition in page.Partitions ?? [])
                found[PartitionFolder.KeyOf(partition.Values)] = new(partition.Values, partition.StorageDescriptor?.Location ?? "");
            next = pages.Next(!string.IsNullOrEmpty(page.NextToken), page.NextToken);
        }
        while (next is not null);

        return found;
    }

    /// <summary>Adds partitions of Parquet objects; existing ones are not an error.</summary>
    public Task CreateAsync(
        string table, IReadOnlyList<Column> columns, IEnumerable<PartitionFolder> partitions, CancellationToken cancellationToken) =>
        CreateAsync(table, partitions.Select(partition => Input(partition, columns)), cancellationToken);

    /// <summary>Adds partitions; existing ones are not an error.</summary>
    public async Task CreateAsync(string table, IEnumerable<PartitionInput> partitions, CancellationToken cancellationToken)
    {
        foreach (var batch in partitions.Chunk(GlueClient.MaxCreated))
        {
            var answer = await client.BatchCreatePartitionAsync(new(database, table, batch), cancellationToken);
            Check(
                "glue:BatchCreatePartition",
                table,
                (answer.Errors ?? []).Select(error => (error.PartitionValues, error.ErrorDetail)),
                but: "AlreadyExistsException");
        }
    }

    /// <summary>Sets the location of partitions, each atomically.</summary>
    public async Task MoveAsync(
        string table, IReadOnlyList<Column> columns, IEnumerable<PartitionFolder> partitions, CancellationToken cancellationToken)
    {
        foreach (var batch in partitions.Chunk(GlueClient.MaxCreated))
        {
            var answer = await client.BatchUpdatePartitionAsync(
                new(
                    database,
                    table,
                    [.. batch.Select(partition => new BatchUpdatePartitionRequestEntry(partition.Values, Input(partition, columns)))]),
                cancellationToken);
            Check(
                "glue:BatchUpdatePartition",
                table,
                (answer.Errors ?? []).Select(error => (error.PartitionValueList, error.ErrorDetail)),
                but: "");
        }
    }

    /// <summary>Deletes partitions but not their objects; missing ones, and a missing table, are not an error.</summary>
    public async Task DeleteAsync(string table, IEnumerable<PartitionFolder> partitions, CancellationToken cancellationToken)
    {
        foreach (var batch in partitions.Chunk(GlueClient.MaxDeleted))
        {
            BatchDeletePartitionResponse answer;
            try
            {
                answer = await client.BatchDeletePartitionAsync(
                    new(database, table, [.. batch.Select(partition => new PartitionValueList(partition.Values))]), cancellationToken);
            }
            catch (TerminalException failure) when (GlueClient.IsMissing(failure))
            {
                return;
            }

            Check(
                "glue:BatchDeletePartition",
                table,
                (answer.Errors ?? []).Select(error => (error.PartitionValues, error.ErrorDetail)),
                but: "EntityNotFoundException");
        }
    }

    static PartitionInput Input(PartitionFolder partition, IReadOnlyList<Column> columns) =>
        new(partition.Values, ParquetTable.Storage(columns, partition.Location));

    // Partitions that succeeded stay: repeating the call does the rest.
    void Check(string action, string table, IEnumerable<(IReadOnlyList<string>? Values, ErrorDetail? Detail)> errors, string but)
    {
        var failed = errors.Where(error => error.Detail?.ErrorCode != but).ToList();
        if (failed.Count == 0)
            return;
        var (values, detail) = failed[0];
        throw new TransientException(ProblemCode.EngineUnavailable,
            $"{action} on the table {database}.{table} failed for {failed.Count} partitions; "
                + $"for ({string.Join(", ", values ?? [])}): {detail?.ErrorCode}: {detail?.ErrorMessage}");
    }
}
