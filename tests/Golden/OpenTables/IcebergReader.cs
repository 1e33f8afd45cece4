using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>What a reader that knows nothing of us finds in a table: its rows as text, and its snapshots.</summary>
/// <param name="Current">-1 if there is no snapshot.</param>
sealed record ReadTable(
    IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, IReadOnlyList<long> Snapshots, long Current);

/// <summary>
/// icebird and hyparquet, in one Node.js process, over HTTP. For each data file it also compares counts and bounds with the rows.
/// </summary>
sealed class IcebergReader : IDisposable
{
    static readonly string s_script = typeof(IcebergReader).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "IcebergReader").Value!;

    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    readonly Process _node;
    readonly Task<string> _errors;

    /// <param name="lake">Folder of the lake.</param>
    /// <param name="root">The location with which the metadata's paths begin.</param>
    public IcebergReader(string lake, string root)
    {
        _node = Process.Start(new ProcessStartInfo("node", [s_script, lake, root])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _errors = _node.StandardError.ReadToEndAsync();
    }

    /// <param name="snapshot">Null for the current one.</param>
    /// <exception cref="InvalidDataException">The reader refuses the table, or its declarations are wrong.</exception>
    public async Task<ReadTable> ReadAsync(string dataset, long? snapshot = null)
    {
        await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { table = $"iceberg/{dataset}", snapshot }));
        await _node.StandardInput.FlushAsync();
        var answer = await _node.StandardOutput.ReadLineAsync() ?? throw new InvalidDataException(await _errors);
        using var told = JsonDocument.Parse(answer);
        return told.RootElement.TryGetProperty("error", out var error)
            ? throw new InvalidDataException(error.GetString())
            : told.RootElement.Deserialize<ReadTable>(s_json)!;
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(TimeSpan.FromSeconds(10)))
            _node.Kill();
        _node.Dispose();
    }
}
