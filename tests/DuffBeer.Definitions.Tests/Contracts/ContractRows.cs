using System.Globalization;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using Record = DuffBeer.Core.Csv.Record;

namespace DuffBeer.Definitions.Tests.Contracts;

/// <summary>Small CSVs through the shipped contracts.</summary>
static class ContractRows
{
    public static DatasetCatalog Catalog { get; } = new(Load());

    public static DatasetContract Contract(string name) => Catalog.Find(name)!;

    /// <summary>Every accepted row, each value as text by its column's name; a null is a null.</summary>
    public static async Task<IReadOnlyList<Dictionary<string, string?>>> AcceptedAsync(string dataset, string csv)
    {
        using var rows = await ReadAsync(Contract(dataset), csv);
        return
        [
            .. from partition in rows.Partitions
               from row in Enumerable.Range(0, partition.Rows.RowCount)
               let values = partition.Rows.Columns.Select(
                   (column, index) =>
                       (column.Name, Text: Text(partition.Rows.Buffers[index], column.Type, row))).ToDictionary(cell => cell.Name,
                       cell => cell.Text)
               orderby long.Parse(values["_offset"]!, CultureInfo.InvariantCulture)
               select values,
        ];
    }

    public static async Task<RowBatcher> ReadAsync(DatasetContract contract, string csv)
    {
        await using var source = new MemoryByteSource(Encoding.UTF8.GetBytes(csv));
        var dialect = new Dialect((byte)',');
        using var units = new UnitReader(source, dialect, 0, long.MaxValue);
        RowBatcher? rows = null;
        while (await units.FillAsync(default))
        {
            if (rows is null && units.TryRead())
                rows = new(
                    contract,
                    HeaderMatch.Of(contract, Names(units.Unit)),
                    dialect,
                    new("run-0", new(2026, 11, 21), "secret"u8.ToArray()));
            rows?.Read(units);
        }

        return rows!;
    }

    static List<string> Names(in Record header)
    {
        var names = new List<string>();
        for (var cell = 0; cell < header.FieldCount; cell++)
            names.Add(Encoding.UTF8.GetString(header.Field(cell)));
        return names;
    }

    static string? Text(ColumnBuffer buffer, LogicalType type, int row)
    {
        if (buffer.IsNull(row))
            return null;
        return (buffer, type.Kind) switch
        {
            (StringBuffer texts, _) => Encoding.UTF8.GetString(texts[row]),
            (ValueBuffer<int> days, TypeKind.Date) =>
                CalendarDay.ToDate(days.Values[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            (ValueBuffer<int> ints, _) => ints.Values[row].ToString(CultureInfo.InvariantCulture),
            (ValueBuffer<byte> bools, _) => bools.Values[row] == 1 ? "true" : "false",
            (ValueBuffer<long> times, TypeKind.Timestamp) =>
                DateTime.UnixEpoch.AddMicroseconds(times.Values[row]).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
            _ =>
                (((ValueBuffer<long>)buffer).Values[row] / (decimal)Math.Pow(10, type.Scale)).ToString(
                    "F" + type.Scale, CultureInfo.InvariantCulture),
        };
    }

    static IReadOnlyList<DatasetContract> Load()
    {
        var (contracts, errors) = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts);
        Assert.Empty(errors);
        return contracts;
    }
}
