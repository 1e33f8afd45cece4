using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Parquet;

namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>A folder as a lake with DuckDB over it; disposing deletes it.</summary>
sealed class TestLake : IDisposable
{
    readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("duffbeer-models-");
    readonly EstimatedModel _estimated;

    public TestLake()
    {
        var store = new FolderObjectStore(Path.Combine(_root.FullName, "lake"));
        Engine = new(store, store.PathOf, _root.CreateSubdirectory("tmp").FullName);
        _estimated = new(Engine, new ParquetPartWriter(), store);
    }

    public DuckDbQueryEngine Engine { get; }

    /// <summary>Builds a model as a refresh would.</summary>
    public async Task<ModelVersion> BuildAsync(SqlModel model, SqlScope scope)
    {
        var place = $"marts/{model.Name}/v=s1/";
        var built = model.Estimator is null
            ? await Engine.MaterializeAsync(scope.Render(model.Sql), model.Columns, place, model.PartitionBy, default)
            : await _estimated.WriteAsync(model, scope, place, default);
        return new("s1", model.Hash, [.. model.Columns.Select(ModelColumn.Of)], built.Parts, built.Rows, built.Bytes, 0);
    }

    public void Dispose()
    {
        Engine.Dispose();
        _root.Delete(recursive: true);
    }
}
