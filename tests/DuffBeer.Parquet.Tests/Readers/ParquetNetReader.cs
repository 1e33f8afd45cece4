using DuffBeer.Core.Contracts;
using Parquet;
using Parquet.Schema;

namespace DuffBeer.Parquet.Tests.Readers;

sealed class ParquetNetReader() : Reader("Parquet.Net")
{
    public override async Task<IReadOnlyDictionary<string, string?[]>> ReadAsync(string path, IReadOnlyList<TableColumn> columns)
    {
        await using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        var cells = columns.ToDictionary(column => column.Name, _ => new List<string?>());
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            foreach (var column in columns)
            {
                var field = reader.Schema.DataFields.Single(field => field.Name == column.Name);
                var read = await ReadAsync(group, field, column.Type);
                cells[column.Name].AddRange(read.Select(cell => cell is null ? null : Text(column.Type, cell)));
            }
        }

        return cells.ToDictionary(column => column.Key, column => column.Value.ToArray());
    }

    /// <summary>A row group's cells as the .NET type <typeparamref name="T"/>, or as the function makes of them.</summary>
    public static async Task<IReadOnlyList<object?>> ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, Func<T, object>? to = null) where T : struct
    {
        var cells = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync(field, cells.AsMemory());
        }
        else
        {
            var values = new T[group.RowCount];
            await group.ReadAsync(field, values.AsMemory());
            cells = [.. values.Select(value => (T?)value)];
        }

        return [.. cells.Select(cell => cell is { } value ? to?.Invoke(value) ?? value : null)];
    }

    public static async Task<IReadOnlyList<object?>> ReadTextsAsync(ParquetRowGroupReader group, DataField field)
    {
        var texts = new string?[group.RowCount];
        await group.ReadAsync(field, texts.AsMemory());
        return texts;
    }

    /// <summary>Dates, times and decimals as .NET's types, turned back into the numbers that are stored.</summary>
    static Task<IReadOnlyList<object?>> ReadAsync(ParquetRowGroupReader group, DataField field, LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => ReadAsync<int>(group, field),
        TypeKind.Int64 => ReadAsync<long>(group, field),
        TypeKind.Decimal => ReadAsync<decimal>(group, field, value => (long)(value * (decimal)Math.Pow(10, type.Scale))),
        TypeKind.Double => ReadAsync<double>(group, field),
        TypeKind.Bool => ReadAsync<bool>(group, field),
        TypeKind.Date => ReadAsync<DateTime>(group, field, value => (value - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay),
        TypeKind.Timestamp => ReadAsync<DateTime>(
            group, field, value => (value - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        _ => ReadTextsAsync(group, field),
    };
}
