using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>
/// One attempt to write a SELECT's rows to a new location, with CREATE TABLE AS, and INSERT INTO where one statement cannot write all
/// partitions.
/// </summary>
/// <remarks>Its temporary tables are its own and deleted with it, so an abandoned attempt that ends late disturbs no other.</remarks>
sealed class AthenaBuild(
    AthenaQueries queries, AthenaResults results, GlueTables tables, AthenaRelations relations, LakeLocation lake,
    IReadOnlyList<TableColumn> columns, string place)
{
    /// <summary>Partitions that one statement may write.</summary>
    const int MaxPartitions = 100;

    /// <summary>Prefix of a partition column's name.</summary>
    /// <remarks>Athena keeps partition columns out of the files, but readers of single files need them.</remarks>
    const string Key = "by_";

    readonly string _table = $"build__{Guid.NewGuid():N}";
    readonly List<QueryExecution> _executions = [];

    public EngineCost Cost => AthenaQueries.CostOf(_executions);

    /// <summary>The number of rows written; null if Athena does not report it.</summary>
    public async Task<long?> WriteAsync(
        string expressions, Statement statement, IReadOnlyList<string> partitionBy, CancellationToken cancellationToken)
    {
        var casts = string.Join(
            ", ", columns.Select(column => $"{SqlWriter.Cast(SqlWriter.Name(column.Name), column.Type)} AS {SqlWriter.Name(column.Name)}"));
        // All on the first line, so that Athena's errors name the model's lines.
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

    /// <summary>Where rows are staged before partitioning; the caller deletes it.</summary>
    public string StagingPlace => $"{place.TrimEnd('/')}.staging/";

    string Staging => $"{_table}__staging";

    // The SELECT runs once: run again for each hundred partitions, it might break ties differently.
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
            // An unused table stays in the catalog; the result or the failure of the build matters more.
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
