namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>Orders, clients and products that are sent again.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task A_repeated_order_is_one_order_in_its_latest_status_with_its_history()
    {
        using var models = await DuffModels.OfFilesAsync([new(1)], [new OrderRow(1) { Status = "delivered" }]);

        Assert.Equal(["1 delivered"], await models.RowsAsync("fact_orders", "order_id, status"));
        Assert.Equal(
            ["1 null created 2026-11-01T08:00:00Z run-1 false", "2 created delivered 2026-11-02T08:00:00Z run-2 true"],
            await models.RowsAsync("order_status_history", "change, from_status, to_status, changed_at, run_id, is_latest"));
        Assert.Equal(
            ["run-1 1 0 1 0", "run-2 1 1 0 0"],
            await models.RowsAsync("stg_duff_ledger", "run_id, accepted, kept, superseded, duplicates"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    // Before, the order was delivered and the second one counted, whatever as_of said.
    [Fact]
    public async Task As_of_an_earlier_day_later_rows_have_not_happened()
    {
        using var models = await DuffModels.WithSettingsAsync(
            new() { ["as_of"] = "2026-11-21" },
            [new(1)],
            [
                new OrderRow(1) { Status = "delivered", ProcessedOn = "2026-11-22" },
                new OrderRow(2) { Channel = "Online", ProcessedOn = "2026-11-22" },
            ]);

        Assert.Equal(["1 created"], await models.RowsAsync("fact_orders", "order_id, status"));
        Assert.Equal(["created"], await models.RowsAsync("order_status_history", "to_status"));
        Assert.Equal(["Retail"], await models.RowsAsync("channel_sales", "channel"));
        Assert.Equal(["2026-11-21"], await models.RowsAsync("dim_dates", "date_day"));
        Assert.Equal(
            ["run-1 1 1 0", "run-2 2 0 2"], await models.RowsAsync("stg_duff_ledger", "run_id, accepted, kept, filtered"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task Within_a_file_the_later_row_is_the_later_state()
    {
        using var models = await DuffModels.OfFilesAsync([new OrderRow(1) { Status = "delivered" }, new OrderRow(1) { Status = "broken" }]);

        Assert.Equal(["1 broken"], await models.RowsAsync("fact_orders", "order_id, status"));
    }

    [Fact]
    public async Task An_exact_repeat_is_a_duplicate_and_changes_nothing()
    {
        using var models = await DuffModels.OfFilesAsync([new(1), new(1)], [new(1)]);

        Assert.Equal(
            ["run-1 2 1 0 1", "run-2 1 0 0 1"],
            await models.RowsAsync("stg_duff_ledger", "run_id, accepted, kept, superseded, duplicates"));
        Assert.Equal(["1 run-1"], await models.RowsAsync("stg_duff_orders", "order_id, run_id"));
        Assert.Single(await models.RowsAsync("order_status_history", "change"));
        Assert.Empty(await models.FailedAuditsAsync());
    }

    [Fact]
    public async Task A_status_that_returns_is_a_change_because_the_latest_row_decides()
    {
        using var models = await DuffModels.OfFilesAsync([new(1)], [new OrderRow(1) { Status = "broken" }], [new(1)]);

        Assert.Equal(["1 created"], await models.RowsAsync("fact_orders", "order_id, status"));
        Assert.Equal(
            ["null created", "created broken", "broken created"],
            (await models.RowsAsync("order_status_history", "change, from_status, to_status")).Select(row => row[2..]));
    }

    [Fact]
    public async Task A_row_that_keeps_the_status_supersedes_without_a_change_of_status()
    {
        using var models = await DuffModels.OfFilesAsync([new(1)], [new OrderRow(1) { Units = 12 }]);

        Assert.Equal(["12 30.00"], await models.RowsAsync("fact_orders", "ccf, total_price"));
        Assert.Single(await models.RowsAsync("order_status_history", "change"));
        Assert.Equal(["0 0 1", "1 0 0"], await models.RowsAsync("stg_duff_ledger", "kept, duplicates, superseded"));
    }

    [Fact]
    public async Task A_client_has_the_name_of_its_latest_row()
    {
        using var models = await DuffModels.OfFilesAsync(
            [new(1, 7, "Moe's")], [new OrderRow(2, 7, "Uncle Moe's Family Feedbag") { Channel = "Online" }]);

        Assert.Equal(
            ["7 Uncle Moe's Family Feedbag 2026-11-01T08:00:00Z 2026-11-02T08:00:00Z Online, Retail 2 Online, Retail true"],
            await models.RowsAsync("dim_clients", "*"));
    }

    [Fact]
    public async Task A_price_is_valid_until_the_next_one_and_an_update_of_an_old_order_changes_no_price()
    {
        using var models = await DuffModels.OfFilesAsync(
            [new(1)], [new OrderRow(2) { Price = 2.75m }], [new OrderRow(1) { Status = "delivered" }, new OrderRow(3) { Price = 2.75m }]);

        Assert.Equal(
            ["1 2.50 2026-11-01T08:00:00Z 2026-11-02T08:00:00Z false 1", "2 2.75 2026-11-02T08:00:00Z null true 2"],
            await models.RowsAsync("dim_product_prices", "period, price, valid_from, valid_to, is_current, orders"));
        Assert.Equal(["2.75"], await models.RowsAsync("dim_products", "price"));
    }

    [Fact]
    public async Task An_order_that_moves_to_another_client_and_product_counts_only_there()
    {
        using var models = await DuffModels.OfFilesAsync(
            [new OrderRow(1, 7)], [new OrderRow(1, 8) { Product = 103, Description = "Duff Lite", Price = 2.00m }]);

        Assert.Equal(["8 12.00"], await models.RowsAsync("client_sales", "client_id, gross_sales"));
        Assert.Equal(["7 null 0", "8 Retail 1"], await models.RowsAsync("dim_clients", "client_id, main_channel, channel_count"));
        Assert.Equal(["102 2.50", "103 2.00"], await models.RowsAsync("dim_products", "product_id, price"));
        Assert.Empty(await models.FailedAuditsAsync());
    }
}
