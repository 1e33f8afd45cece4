using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests.Readers;

/// <summary>A library that reads Parquet files, and how it gives their values.</summary>
/// <param name="name">As in docs/parquet.md.</param>
public abstract class Reader(string name)
{
    public static IReadOnlyList<Reader> All(DuckDbFixture duckDb) =>
        [new DuckDbReader(duckDb), new ParquetNetReader(), new NodeReader("hyparquet"), new NodeReader("parquet-wasm")];

    public string Name => name;

    /// <summary>Every column's cells as text, or an exception if the reader refuses the file.</summary>
    public abstract Task<IReadOnlyDictionary<string, string?[]>> ReadAsync(string path, IReadOnlyList<TableColumn> columns);

    /// <summary>The cells that were written, as this reader must give them.</summary>
    public IReadOnlyList<string?> Written(TableColumn column, IEnumerable<ColumnBuffer> buffers) =>
        [.. buffers.SelectMany(Cells.Of).Select(cell => cell is null ? null : Written(column.Type, cell))];

    protected static string Text(LogicalType type, object cell) => type.Kind switch
    {
        TypeKind.Double => Bits((long)Cells.Exactly(cell)!),
        TypeKind.Bool => (bool)cell ? "true" : "false",
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    protected static string Bits(long bits) =>
        double.IsNaN(BitConverter.Int64BitsToDouble(bits)) ? "NaN" : bits.ToString("x", CultureInfo.InvariantCulture);

    /// <param name="cell">As <see cref="Cells.Of"/> returns it.</param>
    protected virtual string Written(LogicalType type, object cell) => Text(type, cell);
}

sealed class DuckDbReader(DuckDbFixture duckDb) : Reader("DuckDB")
{
    public override async Task<IReadOnlyDictionary<string, string?[]>> ReadAsync(string path, IReadOnlyList<TableColumn> columns)
    {
        var rows = await duckDb.ReadAsync(path, columns);
        return columns.Index().ToDictionary(
            column => column.Item.Name,
            column => rows.Select(row => row[column.Index] is { } cell ? Text(column.Item.Type, cell) : null).ToArray());
    }
}

/// <summary>A reader of read.mjs.</summary>
sealed class NodeReader(string name) : Reader(name)
{
    static readonly string s_script = typeof(NodeReader).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Readers").Value!;

    public override async Task<IReadOnlyDictionary<string, string?[]>> ReadAsync(string path, IReadOnlyList<TableColumn> columns)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [s_script, Name, path])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var answer = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<Dictionary<string, string?[]>>(answer)!
            : throw new InvalidDataException(await errors);
    }

    /// <remarks>hyparquet gives a decimal as the nearest double.</remarks>
    protected override string Written(LogicalType type, object cell) => Name == "hyparquet" && type.Kind == TypeKind.Decimal
        ? Bits(BitConverter.DoubleToInt64Bits((long)cell / double.Parse($"1e{type.Scale}", CultureInfo.InvariantCulture)))
        : base.Written(type, cell);
}
