using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Rows;

/// <summary>Finds a contract's columns in a file's header, in any order and under any of their names.</summary>
public static class HeaderMatch
{
    /// <exception cref="TerminalException"><c>HeaderMismatch</c>: a required column is missing, one is named twice, or the drift policy
    /// forbids a difference.</exception>
    public static HeaderMap Of(DatasetContract contract, IReadOnlyList<string> header)
    {
        if (header.All(string.IsNullOrWhiteSpace))
            throw Mismatch(contract, $"the header is missing: the first line has no names. Expected: {Names(contract.Columns)}");

        var folded = header.Select(HeaderName.Fold).ToList();
        var cells = new List<int>();
        foreach (var column in contract.Columns)
        {
            var names = HeaderName.Of(column);
            var found = Enumerable.Range(0, folded.Count).Where(index => names.Contains(folded[index])).ToList();
            if (found.Count > 1)
                throw Mismatch(
                    contract,
                    $"the header names the column {column.Name} twice, as " +
                    $"{string.Join(" and ", found.Select(index => $"'{header[index].Trim()}' (column {index + 1})"))}");
            cells.Add(found.Count == 0 ? -1 : found[0]);
        }

        var fresh = header.Where((_, index) => !cells.Contains(index)).Select(name => name.Trim()).ToList();
        var missing = contract.Columns.Where((_, index) => cells[index] < 0).ToList();
        CheckRequired(contract, header, fresh, missing);
        return new(header, cells, Drift(contract, fresh, missing));
    }

    static void CheckRequired(DatasetContract contract, IReadOnlyList<string> header, List<string> fresh, List<Column> missing)
    {
        var lacking = missing.Where(column => column.Required).ToList();
        if (lacking.Count == 0)
            return;

        var known = header.Count - fresh.Count == 0
            ? "; no name is known, so the file may have no header, another delimiter, or belong to another dataset"
            : "";
        var hints = lacking.Select(
            column =>
                Spelling.Closest(column.SourceName ?? column.Name, fresh) is { } near ? $"{column.Name} (is it '{near}'?)" : column.Name);
        throw Mismatch(
            contract,
            $"the header lacks {string.Join(", ", hints)}. Found: {string.Join(", ", header.Select(name => name.Trim()))}{known}");
    }

    static List<string> Drift(DatasetContract contract, List<string> fresh, List<Column> missing)
    {
        var warnings = new List<string>();
        if (fresh.Count > 0)
            Apply(
                contract.Drift.NewColumn,
                $"the header has columns that the contract does not know: {string.Join(", ", fresh.Select(name => $"'{name}'"))}");
        if (missing.Count > 0)
            Apply(
                contract.Drift.MissingOptionalColumn,
                $"the header lacks the optional columns {Names(missing)}: they will be null in every row");
        return warnings;

        void Apply(DriftAction action, string difference)
        {
            if (action == DriftAction.Fail)
                throw Mismatch(contract, $"{difference}, which the contract's drift policy forbids");
            if (action == DriftAction.Warn)
                warnings.Add(difference);
        }
    }

    static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => column.Name));

    static TerminalException Mismatch(DatasetContract contract, string what) =>
        new(ProblemCode.HeaderMismatch, $"{contract.Name}: {what}.");
}
