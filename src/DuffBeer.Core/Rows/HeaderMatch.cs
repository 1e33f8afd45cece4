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
        CheckKnown(contract, header, fresh, missing);
        CheckHidden(contract, fresh, missing);
        if (contract.Hides)
            fresh = [.. fresh.Select(Sensitive.NameOf)];
        return new(header, cells, Drift(contract, fresh, missing));
    }

    /// <summary>The header as it may be stored: without names that look like values of a hidden column.</summary>
    public static IReadOnlyList<string> Stored(DatasetContract contract, HeaderMap map) => contract.Hides
        ? [.. map.Found.Select((name, index) => map.Cells.Contains(index) ? name : Sensitive.NameOf(name))]
        : map.Found;

    static void CheckKnown(DatasetContract contract, IReadOnlyList<string> header, List<string> fresh, List<Column> missing)
    {
        var lacking = missing.Where(column => column.Required).ToList();
        var someKnown = fresh.Count < header.Count;
        if (lacking.Count == 0 && someKnown)
            return;

        var shown = contract.Hides ? fresh.Where(name => someKnown && Sensitive.NameOf(name) == name).ToList() : fresh;
        var hints = (lacking.Count > 0 ? lacking : missing).Select(
            column => Spelling.Closest(column.SourceName ?? column.Name, shown) is { } near
                ? $"{column.Name} (is it '{near}'?)"
                : Headed(column));
        var known = someKnown
            ? ""
            : "; no name is known, so the file may have no header, another delimiter, or belong to another dataset";
        throw Mismatch(
            contract,
            $"the header lacks {string.Join(", ", hints)}. Found: " +
            $"{Sensitive.Names(header, contract.Hides, someKnown)}{known}");
    }

    static string Headed(Column column) =>
        column.SourceName is { } source && HeaderName.Fold(source) != HeaderName.Fold(column.Name)
            ? $"{column.Name} (headed '{source}')"
            : column.Name;

    /// <summary>A hidden column may be there under a name that the contract does not know, and would be shown.</summary>
    static void CheckHidden(DatasetContract contract, List<string> fresh, List<Column> missing)
    {
        var hidden = missing.Where(column => contract.IsHidden(column.Name)).ToList();
        if (hidden.Count == 0 || fresh.Count == 0 || contract.Drift.NewColumn == DriftAction.Drop)
            return;
        throw Mismatch(
            contract,
            $"the header lacks {Names(hidden)}, which the contract hides, and has names that the contract does not know: " +
            $"{string.Join(", ", fresh.Select(name => $"'{Sensitive.NameOf(name)}'"))}. Add the right one to the column's aliases, or " +
            "set drift.newColumn to drop to leave unknown columns out");
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
            if (action is DriftAction.Warn or DriftAction.Drop)
                warnings.Add(difference);
        }
    }

    static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(column => column.Name));

    static TerminalException Mismatch(DatasetContract contract, string what) =>
        new(ProblemCode.HeaderMismatch, $"{contract.Name}: {what}.");
}
