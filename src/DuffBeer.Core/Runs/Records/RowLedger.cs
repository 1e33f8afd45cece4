using System.Text.Json.Serialization;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Accounts for every row of a chunk or run. It must add up.</summary>
public sealed record RowLedger
{
    /// <summary>Records and faulty lines; blank lines are counted separately.</summary>
    public long RowsRead { get; init; }
    public long Accepted { get; init; }
    public long Rejected { get; init; }
    public long BlankLines { get; init; }

    /// <summary>Rows that were erased from the file since it was first read, see <see cref="Erasure"/>; they count as read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Erased { get; init; }

    /// <summary>Rows that the file still has.</summary>
    [JsonIgnore]
    public long Present => RowsRead - Erased;

    /// <summary>Accepted rows whose key an earlier row of the file or a published row has; 0 if keys may repeat.</summary>
    public long RepeatedKeys { get; init; }
    public IReadOnlyDictionary<RejectCode, long> RejectsByCode { get; init; } = new Dictionary<RejectCode, long>();

    public bool AddsUp => RowsRead == Accepted + Rejected + Erased && Rejected == RejectsByCode.Values.Sum();

    public static RowLedger Sum(IEnumerable<RowLedger> ledgers)
    {
        var sum = new RowLedger();
        var byCode = new SortedDictionary<RejectCode, long>();
        foreach (var ledger in ledgers)
        {
            sum = sum with
            {
                RowsRead = sum.RowsRead + ledger.RowsRead,
                Accepted = sum.Accepted + ledger.Accepted,
                Rejected = sum.Rejected + ledger.Rejected,
                BlankLines = sum.BlankLines + ledger.BlankLines,
                Erased = sum.Erased + ledger.Erased,
            };
            foreach (var (code, count) in ledger.RejectsByCode)
                byCode[code] = byCode.GetValueOrDefault(code) + count;
        }

        return sum with { RejectsByCode = byCode };
    }
}
