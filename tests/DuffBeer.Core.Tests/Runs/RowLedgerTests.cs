using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

public sealed class RowLedgerTests
{
    static readonly RowLedger s_ledger = new()
    {
        RowsRead = 10,
        Accepted = 7,
        Rejected = 3,
        BlankLines = 2,
        RejectsByCode = new Dictionary<RejectCode, long> { [RejectCode.TypeError] = 2, [RejectCode.BadQuote] = 1 },
    };

    [Fact]
    public void Rows_add_up_where_each_is_accepted_or_rejected_by_a_code()
    {
        Assert.True(s_ledger.AddsUp);
        Assert.True(new RowLedger().AddsUp);
        Assert.True((s_ledger with { RowsRead = 12, Erased = 2 }).AddsUp);
        Assert.False((s_ledger with { RowsRead = 11 }).AddsUp);
        Assert.False((s_ledger with { RowsRead = 9 }).AddsUp);
        Assert.False((s_ledger with { Accepted = 8 }).AddsUp);
        Assert.False((s_ledger with { RowsRead = 11, Rejected = 4 }).AddsUp);
        Assert.False((s_ledger with { RejectsByCode = new Dictionary<RejectCode, long> { [RejectCode.TypeError] = 2 } }).AddsUp);
    }

    [Fact]
    public void The_sum_of_ledgers_has_every_count_of_each()
    {
        var sum = RowLedger.Sum([s_ledger, s_ledger, new() { BlankLines = 5 }]);

        Assert.Equal((20, 14, 6, 9), (sum.RowsRead, sum.Accepted, sum.Rejected, sum.BlankLines));
        Assert.Equal(
            [KeyValuePair.Create(RejectCode.TypeError, 4L), KeyValuePair.Create(RejectCode.BadQuote, 2L)],
            sum.RejectsByCode.OrderByDescending(code => code.Value));
        Assert.True(sum.AddsUp);
    }

    [Fact]
    public void Erased_rows_count_as_read_and_are_not_there_any_more()
    {
        var erased = s_ledger with { RowsRead = 12, Erased = 2 };

        var sum = RowLedger.Sum([erased, erased]);

        Assert.Equal((24, 4, 20), (sum.RowsRead, sum.Erased, sum.Present));
    }

    [Fact]
    public void Without_ledgers_all_counts_are_zero()
    {
        var none = RowLedger.Sum([]);

        Assert.Equal((0, 0, 0, 0), (none.RowsRead, none.Accepted, none.Rejected, none.BlankLines));
        Assert.Empty(none.RejectsByCode);
    }
}
