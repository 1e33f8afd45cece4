using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>
/// One attempt to write the rows of a SELECT into a separate place: CREATE TABLE AS, and INSERT INTO where partitions are too many
/// for one statement.
/// </summary>
/// <remarks>Its tables are its own too and go with it, so that a try that was given up and ends late disturbs no other.</remarks>
sealed class AthenaBuild(
    AthenaQueries queries, AthenaResults results, GlueTables tables, AthenaRelations relations, LakeLocation lake,
    IReadOnlyList<TableColumn> columns, string place)
{
    /// <summary>Partitions that one statement may write.</summary>
    const int MaxPartitions = 100;

    /// <summary>
    /// Stands before a partition column's name: Athena keeps partition columns out of the files, and readers of single files want
    /// them there.
    /// </summary>
    const string Key = "by_";

    readonly string _table = $"build__{Guid.NewGuid():N}";
    readonly List<QueryExecution> _executions = [];

    public EngineCost Cost => AthenaQueries.CostOf(_executions);

    /// <summary>Rows written; null where Athena does not say.</summary>
    public async Task<long?> WriteAsync(
        string expressions, Statement statement, IReadOnlyList<string> partitionBy, CancellationToken cancellationToken)
    {
        var casts = string.Join(
            ", ", columns.Select(column => $"{SqlWriter.Cast(SqlWriter.Name(column.Name), column.Type)} AS {SqlWriter.Name(column.Name)}"));
        // All on the first line, so that Athena names the line of the model where it finds fault.
        var select = $"{(expressions.Length == 0 ? "" : $"WITH {expressions} ")}SELECT {casts} FROM ({statement.Sql}\n) AS statement";
        try
        {
            return partitionBy.Count == 0
                ? await CreateAsync(_table, place, "", select, statement, cancellationToken)
                : await PartitionAsync(select, statement, partitionBy, cancellationToken);
        }
        finally
        {
            await ForgetAsync(_table);
            if (partitionBy.Count > 0)
                await ForgetAsync(Staging);
        }
    }

    /// <summary>Where rows wait to be partitioned; the caller deletes it.</summary>
    public string StagingPlace => $"{place.TrimEnd('/')}.staging/";

    string Staging => $"{_table}__staging";

    // The SELECT runs once: run again for each hundred partitions, a tie might be decided differently.
    async Task<long?> PartitionAsync(
        string select, Statement statement, IReadOnlyList<string> partitionBy, CancellationToken cancellationToken)
    {
        var rows = await CreateAsync(Staging, StagingPlace, "", select, statement, cancellationToken);
        var names = string.Join(", ", partitionBy.Select(SqlWriter.Name));
        var keys = string.Join(", ", partitionBy.Select(column => $"{SqlWriter.Name(column)} AS {SqlWriter.Name(Key + column)}"));
        var found = await results.ReadAsync(
            await RunAsync($"SELECT DISTINCT {names} FROM {relations.Named(Staging)} ORDER BY {names}", cancellationToken),
            cancellationToken);
        var all = "SELECT "
            + $"{string.Join(", ", columns.Select(column => SqlWriter.Name(column.Name)))}, {keys} FROM {relations.Named(Staging)}";
        var partitions = $", partitioned_by = ARRAY[{string.Join(", ", partitionBy.Select(column => SqlWriter.Quote(Key + column)))}]";
        foreach (var (index, batch) in found.Rows.Chunk(MaxPartitions).Index())
        {
            var only = $"{all} WHERE {string.Join(" OR ", batch.Select(values => Same(partitionBy, values)))}";
            if (index == 0)
                await CreateAsync(_table, place, partitions, only, statement with { Parameters = [] }, cancellationToken);
            else
                await RunAsync($"INSERT INTO {relations.Named(_table)} {only}", cancellationToken);
        }

        return rows;
    }

    async Task ForgetAsync(string table)
    {
        try
        {
            await tables.DeleteAsync(table, CancellationToken.None);
        }
        catch (RunException)
        {
            // An unused name stays in the catalog; what was built, or why not, matters more.
        }
    }

    string Same(IReadOnlyList<string> partitionBy, object?[] values) => $"({string.Join(" AND ", partitionBy.Select((column, index) =>
        values[index] is { } value
            ? $"{SqlWriter.Name(column)} = {SqlWriter.Literal(new(columns.First(declared => declared.Name == column).Type, value))}"
            : $"{SqlWriter.Name(column)} IS NULL"))})";

    async Task<long?> CreateAsync(
        string table, string to, string properties, string select, Statement statement, CancellationToken cancellationToken)
    {
        var sql = $"CREATE TABLE {relations.Named(table)} WITH (format = 'PARQUET', write_compression = 'SNAPPY', "
            + $"external_location = {SqlWriter.Quote(lake.OfFolder(to))}{properties}) AS {select}";
        var execution = await queries.RunAsync(sql, statement.Parameters, statement.FirstLine, mayReuse: false, cancellationToken);
        _executions.Add(execution);
        return await results.WrittenAsync(execution, cancellationToken);
    }

    async Task<QueryExecution> RunAsync(string sql, CancellationToken cancellationToken)
    {
        var execution = await queries.RunAsync(sql, [], 1, mayReuse: false, cancellationToken);
        _executions.Add(execution);
        return execution;
    }
}
