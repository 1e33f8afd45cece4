using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Parquet.Tests.Readers;

/// <summary>The columns of <see cref="EveryColumn"/> in files as the product writes them, and files of other encodings.</summary>
public sealed class ReaderFiles : IAsyncLifetime, IDisposable
{
    /// <summary>A mart, as DuckDB writes it; the others are parts, as we write them, named by their codec.</summary>
    public const string Mart = "mart";

    readonly TemporaryFolder _folder = new();
    readonly DuckDbQueryEngine _engine;
    readonly Dictionary<string, string> _paths = [];

    public ReaderFiles() =>
        _engine = new(new FolderObjectStore(_folder.Path), pathOf: key => _folder[key], _folder["tmp"]);

    public DuckDbFixture DuckDb { get; } = new();

    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<PartCodec>(), Mart];

    public string this[string name] => _paths[name];

    public async Task InitializeAsync()
    {
        foreach (var codec in Enum.GetValues<PartCodec>())
        {
            _paths[$"{codec}"] = _folder[$"{codec}.parquet"];
            var (file, _) = await ParquetBytes.WriteAsync(codec, EveryColumn.Columns, EveryColumn.Batches);
            await File.WriteAllBytesAsync(_paths[$"{codec}"], file);
        }

        Relation source = new("source", EveryColumn.Columns, [$"{PartCodec.Snappy}.parquet"]);
        var mart = await _engine.MaterializeAsync(
            new("SELECT * FROM source", [source], []), EveryColumn.Columns, "marts/", partitionBy: [], default);
        _paths[Mart] = _folder[mart.Parts.Single()];
    }

    /// <summary>The path of a file that DuckDB writes with all encodings of the format's second version.</summary>
    public string WriteVersion2(string name, string select)
    {
        var path = _folder[$"{name}.parquet"];
        using var database = new DuckDbDatabase(_folder["tmp"]);
        using var connection = database.Connect();
        using var prepared = connection.Prepare($"COPY ({select}) TO '{path}' (FORMAT parquet, PARQUET_VERSION V2)");
        using var result = prepared.Execute();
        return path;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _engine.Dispose();
        DuckDb.Dispose();
        _folder.Dispose();
    }
}
