using System.Text;
using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.LogicalType;
using static DuckDB.NET.Native.NativeMethods.Query;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Reads the vectors of one result column as .NET values.</summary>
sealed unsafe class ColumnReader
{
    const int InlineBytes = 12;

    /// <summary>The value of a row that is not null.</summary>
    delegate object ReadCell(void* values, int row);

    readonly ReadCell _read;

    ColumnReader(string name, LogicalType type, ReadCell read) => (Name, Type, _read) = (name, type, read);

    public string Name { get; }
    public LogicalType Type { get; }

    public static ColumnReader For(ref DuckDBResult result, int index)
    {
        var name = DuckDBColumnName(ref result, index);
        var native = DuckDBColumnType(ref result, index);
        if (native != DuckDBType.Decimal)
        {
            var (type, read) = Cells(native, name);
            return new(name, type, read);
        }

        using var declared = DuckDBColumnLogicalType(ref result, index);
        var scale = DuckDBDecimalScale(declared);
        return new(
            name, LogicalType.Decimal(DuckDBDecimalWidth(declared), scale), DecimalCells(DuckDBDecimalInternalType(declared), scale));
    }

    public void Read(nint vector, int count, Action<int, object?> put)
    {
        var values = DuckDBVectorGetData(vector);
        var validity = DuckDBVectorGetValidity(vector);
        for (var row = 0; row < count; row++)
        {
            if (validity != null && (validity[row >> 6] >> (row & 63) & 1) == 0)
                continue;
            try
            {
                put(row, _read(values, row));
            }
            catch (Exception unfit) when (unfit is OverflowException or ArgumentOutOfRangeException)
            {
                throw new TerminalException(ProblemCode.ModelFailed,
                    $"Column {Name} ({Type}) has a value that does not fit: {unfit.Message} Cast it to a narrower type in the SELECT.",
                    unfit);
            }
        }
    }

    // HUGEINT, the type of sum() over integers, is read as int64, as in Trino, where a larger sum fails too.
    static (LogicalType Type, ReadCell Read) Cells(DuckDBType native, string name) => native switch
    {
        DuckDBType.Boolean => (LogicalType.Bool, static (values, row) => ((byte*)values)[row] != 0),
        DuckDBType.TinyInt => (LogicalType.Int32, static (values, row) => (int)((sbyte*)values)[row]),
        DuckDBType.SmallInt => (LogicalType.Int32, static (values, row) => (int)((short*)values)[row]),
        DuckDBType.Integer => (LogicalType.Int32, static (values, row) => ((int*)values)[row]),
        DuckDBType.UnsignedTinyInt => (LogicalType.Int32, static (values, row) => (int)((byte*)values)[row]),
        DuckDBType.UnsignedSmallInt => (LogicalType.Int32, static (values, row) => (int)((ushort*)values)[row]),
        DuckDBType.UnsignedInteger => (LogicalType.Int64, static (values, row) => (long)((uint*)values)[row]),
        DuckDBType.BigInt => (LogicalType.Int64, static (values, row) => ((long*)values)[row]),
        DuckDBType.UnsignedBigInt => (LogicalType.Int64, static (values, row) => checked((long)((ulong*)values)[row])),
        DuckDBType.HugeInt => (LogicalType.Int64, static (values, row) => checked((long)((DuckDBHugeInt*)values)[row].ToInt128())),
        DuckDBType.Float => (LogicalType.Double, static (values, row) => (double)((float*)values)[row]),
        DuckDBType.Double => (LogicalType.Double, static (values, row) => ((double*)values)[row]),
        DuckDBType.Date => (LogicalType.Date, static (values, row) => Epoch.Date(((int*)values)[row])),
        DuckDBType.TimestampS => (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerSecond)),
        DuckDBType.TimestampMs =>
            (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerMillisecond)),
        DuckDBType.Timestamp or DuckDBType.TimestampTz =>
            (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerMicrosecond)),
        DuckDBType.TimestampNs =>
            (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row] / TimeSpan.NanosecondsPerTick, 1)),
        DuckDBType.Varchar => (LogicalType.String, static (values, row) => String((byte*)values + row * 16L)),
        DuckDBType.SqlNull => (LogicalType.String, static (_, _) => throw new OverflowException("A column of nulls has a value.")),
        _ => throw new TerminalException(ProblemCode.ModelFailed,
            $"Column {name} has a type that no result can carry (DuckDB type {(int)native}). "
                + "Cast it in the SELECT, for example to string."),
    };

    static ReadCell DecimalCells(DuckDBType native, int scale) => native switch
    {
        DuckDBType.SmallInt => (values, row) => WideDecimal.Of(((short*)values)[row], scale),
        DuckDBType.Integer => (values, row) => WideDecimal.Of(((int*)values)[row], scale),
        DuckDBType.BigInt => (values, row) => WideDecimal.Of(((long*)values)[row], scale),
        _ => (values, row) => WideDecimal.Of(((DuckDBHugeInt*)values)[row].ToInt128(), scale),
    };

    /// <summary><c>duckdb_string_t</c>: a length, then up to 12 bytes inline, or 4 bytes of prefix and a pointer.</summary>
    static string String(byte* entry)
    {
        var length = *(uint*)entry;
        return Encoding.UTF8.GetString(length <= InlineBytes ? entry + 4 : *(byte**)(entry + 8), checked((int)length));
    }
}
