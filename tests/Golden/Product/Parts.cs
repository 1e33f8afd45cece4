using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>Reads Parquet parts back with the engine.</summary>
static class Parts
{
    public static async Task<IReadOnlyList<object?[]>> ReadAsync(
        IQueryEngine engine, IReadOnlyList<string> parts, IReadOnlyList<TableColumn> stored, IReadOnlyList<string> columns, string order)
    {
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        var statement = new Statement($"SELECT {names} FROM stored ORDER BY {order}", [new("stored", stored, parts)], []);
        return (await engine.QueryAsync(statement, default)).Rows;
    }
}
