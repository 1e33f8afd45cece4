using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

/// <summary>What the fake workspace answers.</summary>
static class Answers
{
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    public static readonly SnapshotMark Snapshot = new("20261121T070000-abcd", Time);

    public static readonly RunLedger Ledger = new(
        RowsRead: 1_000_006, Accepted: 1_000_000, Rejected: 6,
        new Dictionary<RejectCode, long> { [RejectCode.MissingCell] = 2, [RejectCode.TypeError] = 4 },
        BlankLines: 3, Bytes: 70_000_000, TimeSpan.FromSeconds(2));

    public static readonly RefreshSummary Refresh = new(Snapshot, [new("client_sales", 5, 1234, TimeSpan.FromSeconds(0.25))]);

    public static readonly ReportOutput SalesByProduct = new(
        "sales-by-product", "Sales by product", new Dictionary<string, object?> { ["status"] = null, ["top"] = 10L }, Snapshot, new DateOnly(2026, 11, 21),
        [
            new("product_id", LogicalType.Int64, "Product"), new("description", LogicalType.String, "What it is called"),
            new("gross_sales", LogicalType.Decimal(18, 2), "Every order"), new("share", LogicalType.Double), new("last", LogicalType.Timestamp),
        ],
        [
            [102L, "Duff Classic", 30.00m, 0.172413, new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc)],
            [103L, "=Moe's \"Lite\"", -24.50m, null, null],
        ]);

    public static readonly IReadOnlyList<ReportListing> Reports =
    [
        new("sales-by-product", "Sales by product", []),
        new("client-orders", "Orders of one client", [new("client_id", "int64", Required: true), new("status", "string", Required: false, Allowed: ["created", "broken"])]),
    ];

    public static readonly IReadOnlyList<RejectRow> Rejects =
    [
        new(RejectCode.TypeError, 7, 4711, "product_price", "12,50", "Expected a decimal(10,2).", "1,Moe's,7,102,\"12,50\""),
        new(RejectCode.MissingCell, 9, 4800, null, null, "Expected 10 cells, found 2.", "\u001b[31m,"),
    ];

    public static readonly StatusSummary Status = new(
        "/home/me/.duffbeer", [new("lake", 12, 3_500_000)], [new("duff_orders", 2, 1_000_000, Time), new("retail_orders", 0, 0, null)], Snapshot);

    public static RunSummary Run(string source) => new(
        "duff_orders-0123456789abcdef", "duff_orders", $"duff/orders/{source}", RunState.Completed, "Publish", Time, Time.AddSeconds(2), Ledger);

    public static RunSummary Failed(ProblemCode code) =>
        Run("orders.csv") with { State = RunState.Failed, Stage = "Judge", Problem = new(code, "Expected this, found that; do the other.") };
}
