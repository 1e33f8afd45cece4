using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Reads the vectors of one result column into the .NET values that a query's rows hold.</summary>
sealed unsafe class ColumnReader
{
    const int InlineBytes = 12;

    /// <summary>The value of a row that is not null.</summary>
    delegate object ReadCell(void* values, int row);

    readonly ReadCell _read;

    ColumnReader(string name, LogicalType type, ReadCell read) => (Name, Type, _read) = (name, type, read);

    public string Name { get; }
    public LogicalType Type { get; }

    public static ColumnReader For(ref Result result, int index)
    {
        var name = Text(ColumnName(ref result, (ulong)index));
        var native = ColumnType(ref result, (ulong)index);
        if (native != NativeType.Decimal)
        {
            var (type, read) = Cells(native, name);
            return new(name, type, read);
        }

        var declared = ColumnLogicalType(ref result, (ulong)index);
        try
        {
            var scale = DecimalScale(declared);
            return new(name, LogicalType.Decimal(DecimalWidth(declared), scale), DecimalCells(DecimalInternalType(declared), scale));
        }
        finally
        {
            DestroyLogicalType(ref declared);
        }
    }

    public void Read(nint vector, int count, Action<int, object?> put)
    {
        var values = VectorValues(vector);
        var validity = VectorValidity(vector);
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
                    $"Column {Name} ({Type}) has a value that does not fit: {unfit.Message} Cast it to a narrower type in the SELECT.", unfit);
            }
        }
    }

    // HUGEINT, which sum() of integers gives, is read as int64: so it is typed in Trino, where a sum beyond it fails as well.
    static (LogicalType Type, ReadCell Read) Cells(NativeType native, string name) => native switch
    {
        NativeType.Boolean => (LogicalType.Bool, static (values, row) => ((byte*)values)[row] != 0),
        NativeType.TinyInt => (LogicalType.Int32, static (values, row) => (int)((sbyte*)values)[row]),
        NativeType.SmallInt => (LogicalType.Int32, static (values, row) => (int)((short*)values)[row]),
        NativeType.Integer => (LogicalType.Int32, static (values, row) => ((int*)values)[row]),
        NativeType.UTinyInt => (LogicalType.Int32, static (values, row) => (int)((byte*)values)[row]),
        NativeType.USmallInt => (LogicalType.Int32, static (values, row) => (int)((ushort*)values)[row]),
        NativeType.UInteger => (LogicalType.Int64, static (values, row) => (long)((uint*)values)[row]),
        NativeType.BigInt => (LogicalType.Int64, static (values, row) => ((long*)values)[row]),
        NativeType.UBigInt => (LogicalType.Int64, static (values, row) => checked((long)((ulong*)values)[row])),
        NativeType.HugeInt => (LogicalType.Int64, static (values, row) => checked((long)((HugeInt*)values)[row].Value)),
        NativeType.Float => (LogicalType.Double, static (values, row) => (double)((float*)values)[row]),
        NativeType.Double => (LogicalType.Double, static (values, row) => ((double*)values)[row]),
        NativeType.Date => (LogicalType.Date, static (values, row) => Epoch.Date(((int*)values)[row])),
        NativeType.TimestampS => (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerSecond)),
        NativeType.TimestampMs => (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerMillisecond)),
        NativeType.Timestamp or NativeType.TimestampTz =>
            (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row], TimeSpan.TicksPerMicrosecond)),
        NativeType.TimestampNs => (LogicalType.Timestamp, static (values, row) => Epoch.Time(((long*)values)[row] / TimeSpan.NanosecondsPerTick, 1)),
        NativeType.Varchar => (LogicalType.String, static (values, row) => String((byte*)values + row * 16L)),
        NativeType.Null => (LogicalType.String, static (_, _) => throw new OverflowException("A column of nulls has a value.")),
        _ => throw new TerminalException(ProblemCode.ModelFailed,
            $"Column {name} has a type that no result can carry (DuckDB type {(int)native}). Cast it in the SELECT, for example to string."),
    };

    static ReadCell DecimalCells(NativeType native, int scale) => native switch
    {
        NativeType.SmallInt => (values, row) => WideDecimal.Of(((short*)values)[row], scale),
        NativeType.Integer => (values, row) => WideDecimal.Of(((int*)values)[row], scale),
        NativeType.BigInt => (values, row) => WideDecimal.Of(((long*)values)[row], scale),
        _ => (values, row) => WideDecimal.Of(((HugeInt*)values)[row].Value, scale),
    };

    /// <summary><c>duckdb_string_t</c>: a length, then up to 12 bytes inline, or 4 bytes of prefix and a pointer.</summary>
    static string String(byte* entry)
    {
        var length = *(uint*)entry;
        return Encoding.UTF8.GetString(length <= InlineBytes ? entry + 4 : *(byte**)(entry + 8), checked((int)length));
    }
}
