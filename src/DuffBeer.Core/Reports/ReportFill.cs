using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Reports;

/// <summary>Adds a row of zeros for each period without one: a series has all periods from its first row to the as-of date.</summary>
/// <remarks>The columns of a report's order identify its rows, so those other than the period identify a series.</remarks>
sealed class ReportFill
{
    /// <summary>Maximum rows of a filled report.</summary>
    public const int MostRows = 100_000;

    readonly ReportRequest _request;
    readonly ReportPeriod _period;
    readonly string _length;
    readonly DateOnly? _asOf;
    readonly int _at;
    readonly int[] _series;

    ReportFill(ReportRequest request, ReportPeriod period, string length, DateOnly? asOf)
    {
        (_request, _period, _length, _asOf) = (request, period, length, asOf);
        _at = IndexOf(period.Column);
        _series = [.. request.Report.Order.Select(key => IndexOf(key.Column)).Where(index => index != _at)];
    }

    /// <summary>All rows of the request, filled and in its order.</summary>
    /// <param name="rows">All rows of the request, in any order.</param>
    public static IReadOnlyList<object?[]> Rows(ReportRequest request, DateOnly? asOf, IReadOnlyList<object?[]> rows) =>
        request.Report.Period is { } period && period.LengthOf(request) is { } length
            ? new ReportFill(request, period, length, asOf).Filled(rows)
            : rows;

    public static TerminalException TooManyRows(ReportRequest request) => new(
        ProblemCode.BadRequest,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Report.Name} has too many rows for fill=zero: at most {ReportDefinition.MostRows} before and {MostRows} after "
                + $"filling. Choose longer periods, a shorter time or fewer series."));

    List<object?[]> Filled(IReadOnlyList<object?[]> rows)
    {
        var dated = rows.Where(row => row[_at] is DateOnly).ToList();
        if (dated.Count == 0)
            return [.. rows];
        var periods = Periods(dated.Min(Start), dated.Max(Start));
        var series = dated.ToLookup(row => string.Join('\u001f', _series.Select(index => ReportCellText.Of(TypeOf(index), row[index]))));
        if ((long)periods.Count * series.Count > MostRows)
            throw TooManyRows(_request);

        var complete = _period.Complete is { } name ? IndexOf(name) : -1;
        var isComplete = dated.ToLookup(Start, row => complete < 0 ? null : row[complete]);
        var filled = rows.ToList();
        foreach (var one in series)
        {
            var known = one.Select(Start).ToHashSet();
            foreach (var period in periods.Where(period => !known.Contains(period)))
            {
                var row = Empty(period, [.. one]);
                if (complete >= 0)
                    row[complete] = isComplete[period].FirstOrDefault() ?? IsOver(period);
                filled.Add(row);
            }
        }

        filled.Sort(Compare);
        return filled;
    }

    /// <summary>From the first row to the as-of date, or to the request's own end before it.</summary>
    List<DateOnly> Periods(DateOnly first, DateOnly last)
    {
        var end = _request.Values.TryGetValue("to", out var to) && to.Value is DateOnly given && !(given > _asOf) ? given : _asOf ?? last;
        var periods = new List<DateOnly>();
        for (var period = first; period <= last || period <= end; period = ReportPeriod.Next(period, _length))
        {
            periods.Add(period);
            if (periods.Count > MostRows)
                throw TooManyRows(_request);
        }

        return periods;
    }

    /// <summary>A row of a series: what all its rows agree on, zeros, and null for everything else.</summary>
    object?[] Empty(DateOnly period, List<object?[]> series)
    {
        var columns = _request.Report.Columns;
        var row = new object?[columns.Count];
        for (var index = 0; index < row.Length; index++)
        {
            if (index == _at)
                row[index] = period;
            else if (_period.Zero.Contains(columns[index].Name))
                row[index] = Zero(columns[index].Type);
            else if (columns[index].Role != ReportRole.Measure && series.TrueForAll(other => Equals(other[index], series[0][index])))
                row[index] = series[0][index];
        }

        return row;
    }

    object? IsOver(DateOnly period) => _asOf is { } asOf ? ReportPeriod.Next(period, _length).AddDays(-1) <= asOf : null;

    int Compare(object?[] left, object?[] right)
    {
        foreach (var key in _request.Sort)
        {
            var index = IndexOf(key.Column);
            var order = (left[index], right[index]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                (string a, string b) => key.Descending ? string.CompareOrdinal(b, a) : string.CompareOrdinal(a, b),
                var (a, b) => key.Descending ? Comparer<object>.Default.Compare(b, a) : Comparer<object>.Default.Compare(a, b),
            };
            if (order != 0)
                return order;
        }

        return 0;
    }

    static object Zero(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => 0,
        TypeKind.Int64 => 0L,
        TypeKind.Decimal => 0m,
        _ => 0d,
    };

    DateOnly Start(object?[] row) => (DateOnly)row[_at]!;

    LogicalType TypeOf(int column) => _request.Report.Columns[column].Type;

    int IndexOf(string column) => _request.Report.Columns.Select(known => known.Name).ToList().IndexOf(column);
}
