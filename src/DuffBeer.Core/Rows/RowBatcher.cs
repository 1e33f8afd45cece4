using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Rows;

/// <summary>Turns the units of one chunk into typed rows, a batch a partition, and rejects.</summary>
/// <remarks>Nothing is allocated for a row that is accepted. One instance reads one chunk, on one thread at a time.</remarks>
public sealed class RowBatcher : IDisposable
{
    readonly RowTyping _typing;
    readonly PartitionedRows _partitions;
    readonly RejectWording _wording;
    readonly UnknownCount[] _unknown;
    readonly TypeErrorCount _typeErrors = new();
    readonly string _run;
    readonly long[] _rejectedBy = new long[Enum.GetValues<RejectCode>().Length];

    /// <exception cref="TerminalException">The contract needs a hash key that the settings lack.</exception>
    public RowBatcher(DatasetContract contract, HeaderMap header, Dialect dialect, RowSettings settings)
    {
        _typing = new(contract, header, settings);
        _partitions = new(contract, settings);
        _wording = new(contract, header, _typing, dialect);
        _unknown = [.. from column in contract.Columns.Index()
                       where column.Item.Known.Count > 0
                       select new UnknownCount(column.Item.Name, column.Index, column.Item.Known)];
        _run = settings.RunId;
    }

    public long Accepted { get; private set; }
    public long Rejected { get; private set; }
    public long Blank { get; private set; }

    /// <summary>The batches of all partitions seen; those written and cleared have no rows.</summary>
    public IReadOnlyCollection<PartitionBatch> Partitions => _partitions.Batches;

    /// <summary>Rejects not written yet, as <see cref="RejectColumns"/>. Whoever has written them clears the batch.</summary>
    public ColumnBatch Rejects { get; } = new(RejectColumns.All);

    /// <summary>Rejects by code, of the whole chunk.</summary>
    public IReadOnlyDictionary<RejectCode, long> RejectedBy =>
        Enum.GetValues<RejectCode>().Where(code => _rejectedBy[(int)code] > 0).ToDictionary(code => code, code => _rejectedBy[(int)code]);

    /// <summary>Columns with cells that were no values of their type.</summary>
    public IReadOnlyList<TypeErrors> TypeErrors => _typeErrors.Total;

    /// <summary>Columns in which values were accepted that the contract does not know.</summary>
    public IReadOnlyList<UnknownValues> Unknown => [.. _unknown.Select(count => count.Total).Where(total => total.Rows > 0)];

    /// <summary>Bytes that rows and rejects hold until they are written. A sum over partitions: ask it once a block, not once a row.</summary>
    public long BufferedBytes => Partitions.Sum(partition => partition.Rows.Bytes) + Rejects.Bytes;

    /// <summary>The partition that frees most memory when it is written; null where there is nothing to write.</summary>
    public PartitionBatch? Largest => Partitions.Where(partition => partition.Rows.RowCount > 0).MaxBy(partition => partition.Rows.Bytes);

    public void Dispose()
    {
        foreach (var partition in Partitions)
            partition.Rows.Dispose();
        Rejects.Dispose();
    }

    /// <summary>Takes the reader's current unit.</summary>
    /// <exception cref="TerminalException"><c>TooManyPartitions</c>.</exception>
    public void Add(UnitReader unit)
    {
        if (unit.Kind == UnitKind.Blank)
        {
            Blank++;
            return;
        }

        if ((unit.Kind == UnitKind.Fault ? Quoting(unit.Fault) : Accept(unit)) is not { } fault)
        {
            Accepted++;
            return;
        }

        Rejected++;
        _rejectedBy[(int)fault.Code]++;
        var reject = _wording.Of(unit, fault, Accepted + Rejected);
        _typeErrors.Look(reject);
        RejectColumns.Append(Rejects, reject, _run);
    }

    RowFault? Accept(UnitReader record)
    {
        if (_typing.Read(record) is { } fault)
            return fault;
        if (_partitions.Append(_typing.Row, record.Offset) is { } tooLong)
            return new(RejectCode.RangeError, tooLong);
        foreach (var unknown in _unknown)
            unknown.Look(_typing.Row);
        return null;
    }

    static RowFault Quoting(UnitFault fault) => new(
        fault switch
        {
            UnitFault.LineTooLong => RejectCode.LineTooLong,
            UnitFault.UnclosedQuote => RejectCode.UnclosedQuote,
            _ => RejectCode.BadQuote,
        }, -1);
}
