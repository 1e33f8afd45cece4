using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>A refresh of the models that ship, over any lake, by an engine over any lake.</summary>
static class RefreshSteps
{
    static readonly ModelDefinitions s_definitions = Definitions();

    public static Task<RefreshModels.Result> RunAsync(IObjectStore lake, IQueryEngine engine, ITableCatalog catalog, string snapshot, int tries)
    {
        var snapshots = new Snapshots(lake);
        var scope = new RefreshScope(lake, snapshots, s_definitions);
        var time = TimeProvider.System;
        var context = new DirectContext($"refresh-{snapshot}", tries);
        context.Register(RefreshModels.Plan, new PlanRefresh(lake, new(lake, time), snapshots, s_definitions));
        context.Register(RefreshModels.Build, new BuildModel(scope, engine, new(engine, new ParquetPartWriter(), lake), s_definitions, time));
        context.Register(RefreshModels.Audit, new AuditModel(scope, engine, s_definitions));
        context.Register(RefreshModels.Swap, new SwapSnapshot(scope, snapshots, engine, catalog, s_definitions, time));
        return RefreshModels.RunAsync(context, new(snapshot, [], new Dictionary<string, string>()));
    }

    static ModelDefinitions Definitions()
    {
        var sql = SqlDefinitions.Load(DuffDefinitions.Folder, Contracts.All);
        return new(sql.Graph, sql.Audits, sql.SettingCatalog, Contracts.All.ToDictionary(contract => contract.Name));
    }
}
