using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>
/// Forecasts each customer's purchases and spend within given numbers of days, with parameters from <see cref="ClvFit"/>.
/// </summary>
/// <remarks>Null where the parameters are null: without a fit there is no forecast.</remarks>
public sealed class ClvForecast(IReadOnlyList<int> days) : IEstimator
{
    /// <summary>Ten years: beyond that, the models' assumption that nothing changes is worthless.</summary>
    internal const int MostDays = 3653;

    const int Mean = 3;
    const double MostMoney = 1e15;

    static readonly LogicalType s_money = LogicalType.Decimal(18, 2);

    public string Identity => $"clv_forecast/1({string.Join(", ", days.Select(Text))})";

    public bool KeepsRows => true;

    public IReadOnlyList<TableColumn> Inputs { get; } =
    [
        new("repeats", LogicalType.Int32, Nullable: false),
        new("recency_days", LogicalType.Double, Nullable: false),
        new("age_days", LogicalType.Double, Nullable: false),
        new("mean_repeat_spend", LogicalType.Double),
        new("r", LogicalType.Double),
        new("alpha_weeks", LogicalType.Double),
        new("a", LogicalType.Double),
        new("b", LogicalType.Double),
        new("p", LogicalType.Double),
        new("q", LogicalType.Double),
        new("gamma", LogicalType.Double),
    ];

    public IReadOnlyList<TableColumn> Outputs { get; } =
    [
        new("probability_alive", LogicalType.Double),
        new("expected_average_spend", s_money),
        .. days.Select(count => new TableColumn($"expected_orders_{Text(count)}_days", LogicalType.Double)),
        .. days.Select(count => new TableColumn($"expected_spend_{Text(count)}_days", s_money)),
    ];

    public IReadOnlyList<object?[]> Estimate(IReadOnlyList<object?[]> rows) => [.. rows.Select(Estimate)];

    object?[] Estimate(object?[] row)
    {
        var customer = ClvRow.Purchases(row);
        var orders = row[4..8] is [double r, double alpha, double a, double b] ? new BgNbd(r, alpha, a, b) : null;
        var spend = row[8..11] is [double p, double q, double gamma] ? new GammaGamma(p, q, gamma) : null;

        var average = spend?.ExpectedSpend(ClvRow.Spend(row, Mean) ?? new(0, 0));
        double?[] expected = [.. days.Select(count => orders?.ExpectedPurchases(customer, count / ClvFit.DaysPerWeek))];
        return
        [
            orders?.ProbabilityAlive(customer),
            Money(average),
            .. expected.Cast<object?>(),
            .. expected.Select(count => Money(count * average)).Cast<object?>(),
        ];
    }

    static decimal? Money(double? value) => value is { } number and < MostMoney ? Math.Round((decimal)number, s_money.Scale) : null;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
