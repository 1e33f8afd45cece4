using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>Fits BG/NBD and Gamma-Gamma to customers: one row with the parameters and the quality of the fit.</summary>
/// <remarks>
/// Too few customers are not a failure, because a small first file must not keep all other models from their snapshot: the row then says so
/// in <c>note</c>, and its parameters are null. A fit that does not converge is a failure.
/// </remarks>
public sealed class ClvFit : IEstimator
{
    /// <summary>Parameters are in weeks, as in the papers.</summary>
    internal const double DaysPerWeek = 7;

    public string Identity => "clv_fit/1";

    public bool KeepsRows => false;

    public IReadOnlyList<TableColumn> Inputs { get; } =
    [
        new("repeats", LogicalType.Int32, Nullable: false),
        new("recency_days", LogicalType.Double, Nullable: false),
        new("age_days", LogicalType.Double, Nullable: false),
        new("mean_repeat_spend", LogicalType.Double),
        new("least_repeat_customers", LogicalType.Int32, Nullable: false),
    ];

    public IReadOnlyList<TableColumn> Outputs { get; } =
    [
        new("estimator", LogicalType.String),
        new("customers", LogicalType.Int64),
        new("repeat_customers", LogicalType.Int64),
        new("is_fitted", LogicalType.Bool),
        new("is_spend_fitted", LogicalType.Bool),
        new("note", LogicalType.String),
        new("r", LogicalType.Double),
        new("alpha_weeks", LogicalType.Double),
        new("a", LogicalType.Double),
        new("b", LogicalType.Double),
        new("log_likelihood", LogicalType.Double),
        new("iterations", LogicalType.Int32),
        new("slope", LogicalType.Double),
        new("spend_customers", LogicalType.Int64),
        new("p", LogicalType.Double),
        new("q", LogicalType.Double),
        new("gamma", LogicalType.Double),
        new("spend_log_likelihood", LogicalType.Double),
        new("spend_iterations", LogicalType.Int32),
        new("spend_slope", LogicalType.Double),
        new("spend_correlation", LogicalType.Double),
    ];

    public IReadOnlyList<object?[]> Estimate(IReadOnlyList<object?[]> rows)
    {
        List<PurchaseHistory> customers = [.. rows.Select(ClvRow.Purchases)];
        List<SpendHistory> spends = [.. rows.Select(row => ClvRow.Spend(row, mean: 3)).OfType<SpendHistory>()];
        var least = rows.Count == 0 ? 0 : rows.Max(row => (int)row[4]!);

        var shortage = BgNbdFit.Shortage(customers, least);
        var spendShortage = GammaGammaFit.Shortage(spends, least);
        var orders = shortage is null ? BgNbdFit.Of(customers, least) : null;
        var spend = spendShortage is null ? GammaGammaFit.Of(spends, least) : null;
        string?[] notes = [shortage, shortage is null ? spendShortage : null, AtLimit(orders?.AtLimit), AtLimit(spend?.AtLimit)];
        return
        [
            [
                "bg_nbd_gamma_gamma", (long)customers.Count, customers.LongCount(customer => customer.Repeats > 0), orders is not null,
                spend is not null,
                notes.Any(note => note is not null) ? string.Join(' ', notes.OfType<string>()) : null,
                orders?.Model.R, orders?.Model.Alpha, orders?.Model.A, orders?.Model.B, orders?.LogLikelihood, orders?.Iterations,
                orders?.Slope,
                (long)spends.Count, spend?.Model.P, spend?.Model.Q, spend?.Model.Gamma, spend?.LogLikelihood, spend?.Iterations,
                spend?.Slope,
                Correlation(spends),
            ],
        ];
    }

    static string? AtLimit(IReadOnlyList<string>? parameters) => parameters is { Count: > 0 }
        ? $"The data only show that {string.Join(", ", parameters)} is very small or very large: the customers hardly differ in this "
            + "respect, or are too few."
        : null;

    /// <summary>
    /// Pearson's coefficient between purchases and mean spend; null without spread. Gamma-Gamma assumes that it is near 0.
    /// </summary>
    static double? Correlation(List<SpendHistory> spends)
    {
        if (spends.Count == 0)
            return null;
        var ordered = spends.OrderBy(spend => spend.Purchases).ThenBy(spend => spend.Mean).ToList();
        var (count, mean) = (ordered.Average(spend => spend.Purchases), ordered.Average(spend => spend.Mean));
        var both = ordered.Sum(spend => (spend.Purchases - count) * (spend.Mean - mean));
        var spread = Math.Sqrt(
            ordered.Sum(spend => Math.Pow(spend.Purchases - count, 2)) * ordered.Sum(spend => Math.Pow(spend.Mean - mean, 2)));
        return spread > 0 ? both / spread : null;
    }
}
