using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>A refresh of some of the first domain's models over any lake, by an engine over any lake.</summary>
static class RefreshSteps
{
    /// <summary>The definitions that are refreshed.</summary>
    public static readonly DefinitionFolder Definitions =
        DomainDefinitions.Of("duff", ["client-orders", "order-status", "price-history", "sales-by-product"]);

    static readonly SqlDefinitions s_sql = SqlDefinitions.Load(Definitions, [Contracts.DuffOrders]);
    static readonly ModelDefinitions s_definitions = new(
        s_sql.Graph,
        s_sql.Audits,
        s_sql.SettingCatalog,
        new Dictionary<string, DatasetContract> { ["duff_orders"] = Contracts.DuffOrders });

    public static Task<RefreshModels.Result> RunAsync(
        IObjectStore lake,
        IQueryEngine engine,
        ITableCatalog catalog,
        string snapshot,
        int tries,
        PriceTable? prices = null)
    {
        var snapshots = new Snapshots(lake);
        var scope = new RefreshScope(lake, snapshots, s_definitions);
        var (time, meter) = (TimeProvider.System, new ActivityMeter());
        var context = new DirectContext($"refresh-{snapshot}", tries);
        context.Register(
            RefreshModels.Plan,
            meter.Of(new PlanRefresh(lake, RefreshPlanner.Of(lake, time, s_definitions), snapshots), refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Build,
            meter.Of(
                new BuildModels(scope, engine, new(engine, new ParquetPartWriter(), lake), s_definitions, new(1), time),
                model => model.Snapshot));
        context.Register(RefreshModels.Audit, meter.Of(new AuditModels(scope, engine, s_definitions, new(1)), model => model.Snapshot));
        context.Register(
            RefreshModels.Swap,
            meter.Of(
                new SwapSnapshot(scope, snapshots, new(lake, snapshots, time), engine, s_definitions, time), refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Catalog,
            meter.Of(
                new PointCatalog(
                    lake, new(lake), snapshots, catalog,
                    new(lake, new(lake, time), new([.. s_definitions.Contracts.Values]), new NoOpenTables()), s_definitions),
                refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Export,
            meter.Of(new ExportReports(snapshots, new(engine, s_definitions), s_sql.Reports, lake), export => export.Refresh));
        context.Register(RefreshModels.Price, new PriceRefresh(meter, prices ?? PriceTable.Free));
        return RefreshModels.RunAsync(context, new(snapshot, [], new Dictionary<string, string>()));
    }
}
