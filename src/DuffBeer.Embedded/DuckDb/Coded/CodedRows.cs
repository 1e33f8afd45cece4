using System.Collections.Concurrent;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>
/// Some columns and the place of all rows of a relation, in a file each: rows with some keys are found by passing over one file, or by its
/// index.
/// </summary>
sealed class CodedRows : IDisposable
{
    static readonly TableColumn s_row = new(RelationSql.RowColumn, LogicalType.Int64);
    static readonly TableColumn s_part = new(RelationSql.PathColumn, LogicalType.String);

    readonly IReadOnlyList<ColumnCode> _codes;
    readonly string _path;
    readonly List<CodeFile> _files = [];
    readonly ConcurrentDictionary<string, CodeIndex?> _indexes = new(StringComparer.Ordinal);

    CodedRows(IReadOnlyList<ColumnCode> codes, string path)
    {
        (_codes, _path) = (codes, path);
        foreach (var (place, code) in codes.Index())
            _files.Add(new(FormattableString.Invariant($"{path}-{place}"), code.Bytes));
    }

    public long Bytes => _files.Sum(file => file.Bytes) + _indexes.Values.Sum(index => index?.Bytes ?? 0);

    /// <summary>Reads the columns of the relation; null if one of them has too many texts, or values too far apart.</summary>
    /// <param name="select">A SELECT of the columns and the places of the rows.</param>
    /// <param name="files">The local files of the relation's parts.</param>
    /// <param name="path">The files' names begin with it.</param>
    public static CodedRows? Make(
        DuckDbConnection connection,
        string select,
        IReadOnlyList<TableColumn> columns,
        IReadOnlyList<string> files,
        string path,
        CancellationToken cancellationToken)
    {
        if (CodesOf(connection, select, [.. columns, s_row]) is not { } codes)
            return null;
        codes.Add(ColumnCode.OfTexts(s_part, files));
        var rows = new CodedRows(codes, path);
        try
        {
            rows.Fill(connection, select, cancellationToken);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public bool Has(IEnumerable<string> columns) => columns.All(name => _codes.Any(code => code.Column.Name == name));

    /// <summary>Whether the column has an index, or can have none.</summary>
    public bool IsIndexed(string column) => _indexes.ContainsKey(column);

    /// <summary>Makes the index of a column, for questions that name few of its values.</summary>
    public void Index(string column, CancellationToken cancellationToken)
    {
        var place = PlaceOf(column);
        var index = CodeIndex.Make(_files[place], FormattableString.Invariant($"{_path}-{place}-index"), cancellationToken);
        if (!_indexes.TryAdd(column, index))
            index?.Dispose();
    }

    /// <summary>Null if there are too many.</summary>
    public FoundByKey? Find(KeyedRows wanted, CancellationToken cancellationToken)
    {
        var key = PlaceOf(wanted.Key);
        var (file, keys) = (_files[key], new CodeSet(wanted.Values.Select(_codes[key].Of).OfType<ulong>()));
        var found = _indexes.GetValueOrDefault(wanted.Key) is { } index && index.IsWorth(keys.All.Count, file)
            ? index.Find(keys, wanted.Most, cancellationToken)
            : file.Find(keys, wanted.Most, cancellationToken);
        return found is null ? null : Read(found, wanted);
    }

    FoundByKey Read(List<long> places, KeyedRows wanted)
    {
        var found = places.ConvertAll(_ => new object?[wanted.Columns.Count]);
        foreach (var (cell, column) in wanted.Columns.Index())
        {
            var (code, file) = (_codes[PlaceOf(column.Name)], _files[PlaceOf(column.Name)]);
            foreach (var (index, row) in places.Index())
                found[index][cell] = code.ValueOf(file.CodeOf(row));
        }

        var (parts, numbers) = (PlaceOf(s_part.Name), PlaceOf(s_row.Name));
        return new(
            found,
            places.ConvertAll(place => new RowPlace(
                // The code of a text is its place among the texts, from 1.
                (int)_files[parts].CodeOf(place) - 1,
                (long)_codes[numbers].ValueOf(_files[numbers].CodeOf(place))!)));
    }

    public void Dispose()
    {
        _files.ForEach(file => file.Dispose());
        foreach (var index in _indexes.Values)
            index?.Dispose();
    }

    static List<ColumnCode>? CodesOf(DuckDbConnection connection, string select, IReadOnlyList<TableColumn> columns)
    {
        var extremes = columns.SelectMany(column => ColumnCode.IsText(column)
            ? [$"approx_count_distinct({SqlWriter.Name(column.Name)})", "0"]
            : new[] { $"min({ColumnCode.NumberOf(column)})", $"max({ColumnCode.NumberOf(column)})" });
        var row = Query(connection, $"SELECT {string.Join(", ", extremes.Select(sql => $"CAST({sql} AS BIGINT)"))} FROM ({select})")[0];
        var codes = new List<ColumnCode>();
        foreach (var (place, column) in columns.Index())
        {
            var (low, high) = ((long?)row[2 * place] ?? 0, (long?)row[2 * place + 1] ?? 0);
            var code = ColumnCode.IsText(column) ? TextsOf(connection, select, column, low) : ColumnCode.OfNumbers(column, low, high);
            if (code is null)
                return null;
            codes.Add(code);
        }

        return codes;
    }

    static ColumnCode? TextsOf(DuckDbConnection connection, string select, TableColumn column, long about)
    {
        if (about > ColumnCode.MostTexts)
            return null;
        var name = SqlWriter.Name(column.Name);
        var texts = Query(connection, $"SELECT DISTINCT {name} FROM ({select}) WHERE {name} IS NOT NULL").Select(row => (string)row[0]!);
        return texts.ToList() is { Count: <= ColumnCode.MostTexts } all ? ColumnCode.OfTexts(column, all) : null;
    }

    static IReadOnlyList<object?[]> Query(DuckDbConnection connection, string sql)
    {
        using var prepared = connection.Prepare(sql);
        return prepared.Query([], CancellationToken.None).Rows;
    }

    void Fill(DuckDbConnection connection, string select, CancellationToken cancellationToken)
    {
        using var prepared = connection.Prepare($"SELECT {string.Join(", ", _codes.Select(code => code.Sql))} FROM ({select})");
        using var result = prepared.ExecuteStreaming();
        int[] widths = [.. _codes.Select(code => code.Bytes)];
        while (result.ReadBytes(widths, (column, bytes) => _files[column].Append(bytes)))
            cancellationToken.ThrowIfCancellationRequested();
        _files.ForEach(file => file.Flush());
    }

    int PlaceOf(string column) => _codes.Index().First(code => code.Item.Column.Name == column).Index;
}
