using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Builds models of one wave under new prefixes that readers do not see before the swap. Returns their rows.</summary>
public sealed class BuildModels(
    RefreshScope refresh,
    IQueryEngine engine,
    EstimatedModel estimated,
    ModelDefinitions definitions,
    Cores cores,
    TimeProvider time)
    : IActivity<RefreshModels.ModelsInput, long>
{
    public async Task<long> RunAsync(RefreshModels.ModelsInput input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var rows = await Task.WhenAll(input.Models.Select(model => BuildAsync(definitions.Graph[model]!, plan, cancellationToken)));
        return rows.Sum();
    }

    async Task<long> BuildAsync(SqlModel model, RefreshPlan plan, CancellationToken cancellationToken)
    {
        var scope = await refresh.OfAsync(plan, engine.Dialect, [model.Sql], cancellationToken);

        using var core = await cores.TakeAsync(cancellationToken);
        var started = time.GetTimestamp();
        var built = await BuildAsync(model, scope, plan.Snapshot, cancellationToken);
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        Telemetry.Built(model.Name, seconds);
        var version = new ModelVersion(
            plan.Snapshot, plan.Hashes[model.Name], [.. model.Columns.Select(ModelColumn.Of)],
            built.Parts, built.Rows, built.Bytes, seconds)
        {
            Definition = ModelHashes.OfDefinition(model, definitions.Contracts),
        };
        await refresh.AddAsync(plan, model.Name, version, cancellationToken);
        return built.Rows;
    }

    async Task<Materialized> BuildAsync(SqlModel model, SqlScope scope, string snapshot, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Model(model.Name);
        try
        {
            var place = LakeKeys.Mart(model.Name, snapshot, attempt: 1);
            var built = model.Estimator is null
                ? await engine.MaterializeAsync(scope.Render(model.Sql), model.Columns, place, model.PartitionBy, cancellationToken)
                : await estimated.WriteAsync(model, scope, place, cancellationToken);
            activity?.SetTag("rows", built.Rows).SetTag("bytes", built.Bytes).SetTag("scanned", built.Cost?.BytesScanned);
            return built;
        }
        catch (TerminalException failure) when (failure.Code == ProblemCode.ModelFailed)
        {
            throw new TerminalException(ProblemCode.ModelFailed, $"{model.File}: {failure.Message}", failure);
        }
    }
}
