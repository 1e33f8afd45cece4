using System.Globalization;
using System.Text;
using CsvHelper;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Core.Explain;

/// <summary>Reads single lines without the reader of the hot path: CsvHelper splits them, and each cell is parsed by itself.</summary>
sealed class SlowReader
{
    readonly SourceFile _file;
    readonly CellParser[] _parsers;
    readonly RowValues _row;

    /// <param name="hashKey">Secret of <c>keyed_hash</c>; null if no column needs it.</param>
    /// <exception cref="TerminalException">
    /// <c>BadRequest</c>: CsvHelper does not read files of this kind, or the secret is missing.
    /// </exception>
    public SlowReader(SourceFile file, byte[]? hashKey)
    {
        var (contract, dialect) = (file.Contract, file.Plan.Shape.Dialect);
        // The line of an accepted row is no comment.
        if (dialect with { Comment = null } is { IsPlain: false })
            throw Refused($"the independent reader does not read the dialect of {file.Run.Source.Key}");
        if (hashKey is null && contract.Derived.Any(column => column.Is.UsesHashKey))
            throw Refused($"{contract.Name} has a keyed hash, whose secret is not here");
        _file = file;
        _parsers = [.. contract.Columns.Select(CellParser.For)];
        _row = new(contract.Columns.Count + contract.Derived.Count, file.Run.ProcessingDate, hashKey);
    }

    /// <summary>The row of a line: one cell per stored column of the contract.</summary>
    /// <exception cref="TerminalException"><c>LedgerMismatch</c>: the line is not an accepted row.</exception>
    public object?[] Read(long offset, byte[] line)
    {
        var (contract, dialect) = (_file.Contract, _file.Plan.Shape.Dialect);
        using var csv = CsvReader.Create(line, new CsvReaderOptions { Separator = (char)dialect.Delimiter, HasHeader = false });
        if (!csv.Read())
            throw Rejected(offset, "it is empty");
        _row.Clear();
        for (var column = 0; column < _parsers.Length; column++)
        {
            var cell = _file.Header.Cells[column];
            var bytes = cell >= 0 && cell < csv.FieldCount ? csv.GetSpan(cell) : default;
            if (_parsers[column].Parse(bytes, _row) is { } code)
                throw Rejected(offset, $"{contract.Columns[column].Name}: {code}");
        }

        foreach (var (index, derived) in contract.Derived.Index())
        {
            if (!derived.Is.TryAssign(_row, contract.Columns.Count + index))
                throw Rejected(offset, $"{derived.Name} does not fit");
        }

        return [.. contract.StoredColumns.Select(column => ValueOf(column, offset))];
    }

    object? ValueOf(TableColumn column, long offset)
    {
        if (column.Name == SystemColumns.Offset.Name)
            return offset;
        if (column.Name == SystemColumns.Run.Name)
            return _file.Run.Id;
        var contract = _file.Contract;
        var derived = contract.Derived.Index().FirstOrDefault(other => other.Item.Name == column.Name);
        var slot = derived.Item is null
            ? contract.Columns.Index().First(other => other.Item.Name == column.Name).Index
            : contract.Columns.Count + derived.Index;
        if (_row.IsNull(slot))
            return null;
        var scalar = _row.Scalar(slot);
        return column.Type.Kind switch
        {
            TypeKind.Int32 => (int)scalar,
            TypeKind.Int64 => scalar,
            TypeKind.Decimal => (decimal)scalar / LogicalType.PowersOfTen[column.Type.Scale],
            TypeKind.Double => BitConverter.Int64BitsToDouble(scalar),
            TypeKind.Bool => scalar != 0,
            TypeKind.Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)scalar),
            TypeKind.Timestamp => DateTime.UnixEpoch.AddMicroseconds(scalar),
            _ => Encoding.UTF8.GetString(_row.Text(slot)),
        };
    }

    TerminalException Rejected(long offset, string why) => new(
        ProblemCode.LedgerMismatch,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The lake has a row of the line at byte {offset} of {_file.Run.Source.Key}, but read again it is rejected: {why}."));

    static TerminalException Refused(string why) => new(ProblemCode.BadRequest, $"The figure cannot be proved: {why}.");
}
