namespace DuffBeer.Core.Costs;

/// <summary>The billable resources that work has used. Counts are only added, so their sum is the same in any order.</summary>
/// <remarks>Local work makes no requests and transfers nothing: those counts are for services reached over a network.</remarks>
public sealed record CostDrivers
{
    /// <summary>Work that used nothing.</summary>
    public static CostDrivers None { get; } = new();

    /// <summary>Stored bytes of the source, counted each time they were read.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of objects written to the lake, by us or by the engine.</summary>
    public long BytesWritten { get; init; }

    /// <summary>Bytes that a store sent to us, from sources and the lake.</summary>
    public long BytesDownloaded { get; init; }

    /// <summary>Bytes that we sent to a store.</summary>
    public long BytesUploaded { get; init; }

    /// <summary>Time of all activities, parallel ones added up.</summary>
    public long ActivityMilliseconds { get; init; }

    /// <summary>Requests that a store bills as reads: GET and HEAD.</summary>
    public long ReadRequests { get; init; }

    /// <summary>Requests that a store bills as writes: PUT and POST, each part of a large object too.</summary>
    public long WriteRequests { get; init; }

    /// <summary>List requests, one per page.</summary>
    public long ListRequests { get; init; }

    /// <summary>Requests to delete.</summary>
    public long DeleteRequests { get; init; }

    /// <summary>Requests to the table catalog.</summary>
    public long CatalogRequests { get; init; }

    /// <summary>Statements that an engine was asked to run.</summary>
    public long Statements { get; init; }

    /// <summary>Bytes that the engine says its statements scanned.</summary>
    public long BytesScanned { get; init; }

    /// <summary>The same as the engine bills them: rounded up for each statement.</summary>
    public long BytesBilled { get; init; }

    public static CostDrivers operator +(CostDrivers left, CostDrivers right)
    {
        var (sums, more) = (left.Counts(), right.Counts());
        for (var index = 0; index < sums.Length; index++)
            sums[index] += more[index];
        return Of(sums);
    }

    /// <summary>The negation, to take back a count such as a request that turns out not to be billed.</summary>
    public static CostDrivers operator -(CostDrivers drivers) => Of([.. drivers.Counts().Select(count => -count)]);

    public static CostDrivers operator -(CostDrivers left, CostDrivers right) => left + -right;

    public static CostDrivers Add(CostDrivers left, CostDrivers right) => left + right;

    public static CostDrivers Subtract(CostDrivers left, CostDrivers right) => left - right;

    public static CostDrivers Negate(CostDrivers drivers) => -drivers;

    public static CostDrivers Sum(IEnumerable<CostDrivers> drivers) => drivers.Aggregate(None, Add);

    /// <summary>What the first <paramref name="part"/> of <paramref name="whole"/> units of work used, each unit the same.</summary>
    internal CostDrivers First(long part, long whole) =>
        Of([.. Counts().Select(count => whole == 0 ? 0 : (long)((Int128)count * part / whole))]);

    /// <summary>All counts in a fixed order, the mostly zero ones last.</summary>
    internal long[] Counts() =>
    [
        BytesRead, BytesWritten, ActivityMilliseconds, ReadRequests, WriteRequests, BytesDownloaded, BytesUploaded, ListRequests,
        DeleteRequests,
        CatalogRequests, Statements, BytesScanned, BytesBilled,
    ];

    /// <summary>The inverse of <see cref="Counts"/>; counts missing at the end are 0.</summary>
    internal static CostDrivers Of(IReadOnlyList<long> counts)
    {
        return new()
        {
            BytesRead = At(0),
            BytesWritten = At(1),
            ActivityMilliseconds = At(2),
            ReadRequests = At(3),
            WriteRequests = At(4),
            BytesDownloaded = At(5),
            BytesUploaded = At(6),
            ListRequests = At(7),
            DeleteRequests = At(8),
            CatalogRequests = At(9),
            Statements = At(10),
            BytesScanned = At(11),
            BytesBilled = At(12),
        };

        long At(int index) => index < counts.Count ? counts[index] : 0;
    }
}
