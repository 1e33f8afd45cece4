using DuffBeer.Api.Models;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Commands;

/// <summary>The fake workspace's answers.</summary>
static class Answers
{
    public static readonly DateTimeOffset Time = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    public static readonly Snapshot Snapshot = new(
        "20261121T070000-abcd", Time, new Dictionary<string, DateOnly> { ["duff"] = new(2026, 11, 21) }, new Dictionary<string, string>(),
        new Dictionary<string, ModelVersion>(), new Dictionary<string, DatasetVersion>());

    static readonly RowLedger s_ledger = new()
    {
        RowsRead = 1_000_006,
        Accepted = 1_000_000,
        Rejected = 6,
        RejectsByCode = new Dictionary<RejectCode, long> { [RejectCode.MissingCell] = 2, [RejectCode.TypeError] = 4 },
        BlankLines = 3,
    };

    public static readonly RefreshSummary Refresh = Refreshed(new(Snapshot.Id, 1, null));

    public static readonly IReadOnlyList<ReportDefinition> Reports =
    [
        Report("""
            -- report:     sales-by-product
            -- title:      Sales by product
            -- domain:     duff
            -- model:      product_sales
            -- parameters:
            --   status  string               Only orders in this state
            --   top     int64   default(10)  How many
            -- order:      product_id
            -- columns:
            --   product_id   int64          Product
            --   description  string         What it is called
            --   gross_sales  decimal(18,2)  Every order
            --   share        double         Share
            --   last         timestamp      Time of the last order
            --
            -- Sales.

            SELECT 1
            """),
        Report("""
            -- report:     client-orders
            -- title:      Orders of one client
            -- domain:     duff
            -- model:      client_sales
            -- parameters:
            --   client_id  int64   required                Whose
            --   status     string  oneOf(created, broken)  Only orders in this state
            -- order:      client_id
            -- columns:
            --   client_id  int64  Client
            --
            -- Orders.

            SELECT 1
            """),
    ];

    public static readonly ReportResult SalesByProduct = new(
        ReportRequest.Read(Reports[0], []), Snapshot.Id, Time, new DateOnly(2026, 11, 21),
        [
            [102L, "Duff Classic", 30.00m, 0.172413, new DateTime(2026, 11, 21, 7, 0, 0, DateTimeKind.Utc)],
            [103L, "=Moe's \"Lite\"", -24.50m, null, null],
        ],
        Next: null)
    {
        TotalRows = 2,
    };

    public static readonly IReadOnlyList<RejectRow> Rejects =
    [
        new(RejectCode.TypeError, 7, 4711, "product_price", "12,50", "Expected a decimal(10,2).", "1,Moe's,7,102,\"12,50\""),
        new(RejectCode.MissingCell, 9, 4800, null, null, "Expected 10 cells, found 2.", "\u001b[31m,"),
    ];

    public static readonly StatusSummary Status = new(
        "/home/me/.duffbeer", [new("lake", 12, 3_500_000)],
        [Dataset("duff_orders", 2, 1_000_000, Time.UtcDateTime), Dataset("retail_orders", 0, 0, null)],
        SnapshotListing.Of(Snapshot, new(Snapshot.Id, Time)))
    {
        Unwanted = ["duff/notes.txt"],
    };

    public static RunRecord Run(string source) => new()
    {
        Id = "duff_orders-0123456789abcdef",
        Dataset = "duff_orders",
        ContractVersion = 1,
        Source = new($"duff/orders/{source}", "v1", "e1", 70_000_000, Time),
        Attempt = 1,
        Status = RunStatus.Completed,
        Stage = RunStage.Done,
        ProcessingDate = new(2026, 11, 21),
        Created = Time,
        Updated = Time.AddSeconds(2),
        Ledger = s_ledger,
    };

    public static RefreshSummary Refreshed(RefreshModels.Result result) => new(
        new RefreshRecord("20261121T070000000Z", RunStatus.Running, Time, Time).Ended(result, Time.AddSeconds(2)),
        Snapshot, [new("client_sales", 5, 1234, TimeSpan.FromSeconds(0.25))]);

    public static EndedRun Ended(RunRecord run) => new(run, TimeSpan.FromSeconds(2));

    public static RunRecord Failed(ProblemCode code) =>
        Run("orders.csv") with
        {
            Status = RunStatus.Failed, Stage = RunStage.Judge, Problem = new(code, "Expected this, found that; do the other.")
        };

    static DatasetListing Dataset(string name, int sources, long rows, DateTime? latest) =>
        new(name, "duff", "Orders.", "one row per order", 1, sources, rows, 0, latest, $"/api/datasets/{name}");

    static ReportDefinition Report(string text) => ReportFile.Read("reports/report.sql", text, [])!;
}
