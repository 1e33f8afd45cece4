using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Bench.Refresh;

/// <summary>
/// A DuckDB script that does the work of a home's refresh: a view over each dataset's parts, one Parquet file per model with a view over
/// it, and the audits.
/// </summary>
/// <remarks>If C# computes a model from a SELECT, the script runs only the SELECT, and the model's readers find an empty table.</remarks>
static class PlainScript
{
    const string Snapshot = "plain";

    static readonly DuckDbDialect s_dialect = new();

    public static async Task<IReadOnlyList<PlainStatement>> OfAsync(string home, string into)
    {
        var (contracts, _) = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts);
        var sql = SqlDefinitions.Load(DefinitionFolder.Default, contracts);
        var definitions = new ModelDefinitions(
            sql.Graph, sql.Audits, sql.SettingCatalog, contracts.ToDictionary(contract => contract.Name));

        var lake = new HomeDirectory(home).OpenLake();
        var planner = RefreshPlanner.Of(lake, TimeProvider.System, definitions);
        var (plan, _, _, _, _, _) = await planner.DecideAsync(Snapshot, RefreshRequest.Changes, CancellationToken.None);
        var published = new PublishedRuns(lake);
        var datasets = new Dictionary<string, Relation>();
        foreach (var (dataset, version) in plan.Datasets)
            datasets[dataset] = await published.RelationAsync(definitions.Contracts[dataset], version, CancellationToken.None);
        var scope = definitions.Scope(
            s_dialect,
            definitions.Graph.Models.ToDictionary(model => model.Name, model => new Relation(model.Name, model.Columns, [])),
            datasets,
            plan.Settings);

        var statements = new List<PlainStatement>();
        foreach (var dataset in datasets.Values)
            statements.Add(new("view", dataset.Name, await ViewAsync(dataset, lake.PathOf)));
        foreach (var model in sql.Graph.Models)
            statements.AddRange(Build(model, scope, into));
        statements.AddRange(sql.Audits.Select(audit => new PlainStatement("audit", audit.Name, audit.Render(scope, limit: 3).Sql)));
        return statements;
    }

    static IEnumerable<PlainStatement> Build(SqlModel model, SqlScope scope, string into)
    {
        var rendered = scope.Render(model.Sql).Sql;
        if (model.Estimator is not null)
        {
            yield return new("model", model.Name, rendered);
            yield return new("view", model.Name, $"CREATE VIEW {Name(model.Name)} AS {Nothing(model.Columns)}");
            yield break;
        }

        var to = Path.Combine(into, model.PartitionBy.Count > 0 ? model.Name : model.Name + ".parquet");
        var files = model.PartitionBy.Count > 0 ? Path.Combine(to, "**", "*.parquet") : to;
        var casts = string.Join(
            ", ", model.Columns.Select(column => $"{SqlWriter.Cast(Name(column.Name), column.Type)} AS {Name(column.Name)}"));
        yield return new(
            "model",
            model.Name,
            $"COPY (SELECT {casts} FROM ({rendered}\n)) TO {SqlWriter.Quote(to)} ({PartCopy.Options(model.Columns, model.PartitionBy)})");
        yield return new(
            "view",
            model.Name,
            $"CREATE VIEW {Name(model.Name)} AS SELECT * FROM read_parquet({SqlWriter.Quote(files)}, hive_partitioning = false)");
    }

    static async Task<string> ViewAsync(Relation dataset, Func<string, string> pathOf)
    {
        if (dataset.Parts.Count == 0)
        {
            return $"CREATE VIEW {Name(dataset.Name)} AS {Nothing([.. dataset.Columns, .. SystemColumns.OfRuns])}";
        }

        var runs = string.Join(
            ", ",
            (await dataset.Runs!.InOrderAsync(CancellationToken.None)).Select(
                (run, order) => $"({SqlWriter.Quote(run.RunId)}, {SqlWriter.Timestamp(run.SourceTime.UtcDateTime)}, "
                    + $"{SqlWriter.Quote(run.SourceKey)}, {order})"));
        var files = string.Join(", ", dataset.Parts.Select(part => SqlWriter.Quote(pathOf(part))));
        return $"CREATE VIEW {Name(dataset.Name)} AS SELECT * FROM read_parquet([{files}], hive_partitioning = false) "
            + $"JOIN (VALUES {runs}) AS run(_run, _source_time, _source_key, _run_order) USING (_run)";
    }

    static string Nothing(IEnumerable<TableColumn> columns) =>
        "SELECT "
            + $"{string.Join(", ", columns.Select(column => $"{SqlWriter.Cast("NULL", column.Type)} AS {Name(column.Name)}"))} WHERE false";

    static string Name(string name) => SqlWriter.Name(name);
}
