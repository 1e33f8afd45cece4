using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Blocks;
using DuffBeer.Core.Rows.Partitions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows;

/// <summary>Turns the units of one chunk into typed rows, one batch per partition, and rejects.</summary>
/// <remarks>Accepted rows cause no allocation. One instance reads one chunk, on one thread at a time.</remarks>
public sealed class RowBatcher : IDisposable
{
    readonly RowRules _rules;
    readonly BlockTyping _typing;
    readonly RecordBlock _block;
    readonly PartitionedRows _partitions;
    readonly RejectWording _wording;
    readonly UnknownCount[] _unknown;
    readonly TypeErrorCount _typeErrors = new();
    readonly RepeatedRows? _repeated;
    readonly Dialect _dialect;
    readonly string _run;
    readonly long[] _rejectedBy = new long[Codes];

    /// <summary>The number of reject codes.</summary>
    internal static int Codes { get; } = Enum.GetValues<RejectCode>().Length;

    /// <param name="contract">The contract for the file.</param>
    /// <param name="header">The file's header.</param>
    /// <param name="dialect">How the file is written.</param>
    /// <param name="settings">Settings of the run.</param>
    /// <param name="repeated">Rows that are rejected because of their key; null if there are none.</param>
    /// <exception cref="TerminalException">The contract needs a hash key, but the settings have none.</exception>
    public RowBatcher(
        DatasetContract contract, HeaderMap header, Dialect dialect, RowSettings settings, RepeatedRows? repeated = null)
    {
        _rules = new(contract, header);
        _typing = new(contract, header, _rules, settings);
        _partitions = new(contract, settings, _typing);
        _wording = new(contract, header, _rules, dialect);
        _block = new(header.Found.Count, dialect);
        _unknown = [.. from column in contract.Columns.Index()
                       where column.Item.Known.Count > 0
                       select new UnknownCount(
                           column.Item.Name, _typing.Texts(column.Index)!, column.Item.Known, Shown(contract, column.Item.Name))];
        _repeated = repeated;
        _dialect = dialect;
        _run = settings.RunId;
    }

    public long Accepted { get; private set; }
    public long Rejected { get; private set; }
    public long Blank { get; private set; }

    /// <summary>The batches of all partitions so far; those written and cleared have no rows.</summary>
    public IReadOnlyCollection<PartitionBatch> Partitions => _partitions.Batches;

    /// <summary>Rejects not yet written, as <see cref="RejectColumns"/>. The caller that writes them clears the batch.</summary>
    public ColumnBatch Rejects { get; } = new(RejectColumns.All);

    /// <summary>Rejects of the whole chunk, for each <see cref="RejectCode"/>.</summary>
    public ReadOnlySpan<long> RejectCounts => _rejectedBy;

    /// <summary>Rejects of the whole chunk by code.</summary>
    public IReadOnlyDictionary<RejectCode, long> RejectedBy =>
        Enum.GetValues<RejectCode>().Where(code => _rejectedBy[(int)code] > 0).ToDictionary(code => code, code => _rejectedBy[(int)code]);

    /// <summary>Columns with cells that are not values of their type.</summary>
    public IReadOnlyList<TypeErrors> TypeErrors => _typeErrors.Total;

    /// <summary>Columns with accepted values that the contract does not list.</summary>
    public IReadOnlyList<UnknownValues> Unknown => [.. _unknown.Select(count => count.Total).Where(total => total.Rows > 0)];

    /// <summary>
    /// Bytes that rows and rejects hold until they are written. A sum over partitions: read it once per block, not per row.
    /// </summary>
    public long BufferedBytes => Partitions.Sum(partition => partition.Rows.Bytes) + Rejects.Bytes;

    /// <summary>The partition that frees the most memory when written; null if there is nothing to write.</summary>
    public PartitionBatch? Largest => Partitions.Where(partition => partition.Rows.RowCount > 0).MaxBy(partition => partition.Rows.Bytes);

    public void Dispose()
    {
        Rejects.Dispose();
        _partitions.Dispose();
        _typing.Dispose();
    }

    /// <summary>Takes all units that the reader has buffered.</summary>
    /// <exception cref="TerminalException"><c>TooManyPartitions</c>.</exception>
    public void Read(UnitReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (true)
        {
            if (reader.TryReadRecords(_block))
                AddBlock(reader);
            else if (!reader.TryRead())
                return;
            else if (reader.Kind == UnitKind.Blank)
                Blank++;
            else if (reader.Kind == UnitKind.Fault)
                Reject(reader.Unit, Quoting(reader.Fault));
            else if (_dialect.IsGhost(reader.Unit.FieldCount, reader.Raw.Length, _block.Cells))
                Blank++;
            else if (reader.Unit.FieldCount != _block.Cells && !EndsInEmptyCell(reader.Unit))
                Reject(reader.Unit, _rules.FaultOf(reader.Unit));
            else
            {
                reader.CopyTo(_block);
                AddBlock(reader);
            }
        }
    }

    bool EndsInEmptyCell(in Record record) =>
        _dialect.TrailingDelimiter && record.FieldCount == _block.Cells + 1 && record.Field(_block.Cells).IsEmpty;

    void AddBlock(UnitReader reader)
    {
        _typing.Read(_block);
        _repeated?.Mark(_block, _typing.Faults);
        _partitions.Append(_block);
        foreach (var unknown in _unknown)
            unknown.Look(_block.Count, _typing.Faults);
        if (_typing.Faults.Count == 0)
        {
            Accepted += _block.Count;
            return;
        }

        for (var row = 0; row < _block.Count; row++)
        {
            if (_typing.Faults[row] is not { } fault)
            {
                Accepted++;
                continue;
            }

            // The block has the records of the file, except where a delimiter of several bytes separates their cells.
            var record = _dialect.DelimiterLength == 1 ? _block[row] : reader.Unit;
            if (_dialect.IsGhost(_block.Cells, record.Raw.Length, _block.Cells))
                Blank++;
            else
                Reject(record, fault);
        }
    }

    void Reject(in Record record, RowFault fault)
    {
        Rejected++;
        _rejectedBy[(int)fault.Code]++;
        var reject = _wording.Of(record, fault, Accepted + Rejected);
        _typeErrors.Look(reject);
        RejectColumns.Append(Rejects, reject, _run);
    }

    static Func<string, string> Shown(DatasetContract contract, string column) =>
        contract.IsHidden(column) ? _ => Sensitive.Mask : contract.Hides ? Sensitive.MaskIn : value => value;

    static RowFault Quoting(UnitFault fault) => new(
        fault switch
        {
            UnitFault.LineTooLong => RejectCode.LineTooLong,
            UnitFault.UnclosedQuote => RejectCode.UnclosedQuote,
            _ => RejectCode.BadQuote,
        }, -1);
}
