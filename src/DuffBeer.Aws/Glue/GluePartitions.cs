using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Glue;

/// <summary>Adds and deletes partitions of tables, in batches of Glue's limits.</summary>
public sealed class GluePartitions(GlueClient client, string database)
{
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

    /// <summary>Deletes partitions but not their objects; missing ones, and a missing table, are not an error.</summary>
    public async Task DeleteAsync(
        string table, IEnumerable<IReadOnlyList<string>> partitions, CancellationToken cancellationToken)
    {
        foreach (var batch in partitions.Chunk(GlueClient.MaxDeleted))
        {
            BatchDeletePartitionResponse answer;
            try
            {
                answer = await client.BatchDeletePartitionAsync(
                    new(database, table, [.. batch.Select(values => new PartitionValueList(values))]), cancellationToken);
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
