namespace DuffBeer.FakeAws.S3;

/// <summary>Differences from AWS that stores with S3's interface have.</summary>
[Flags]
public enum StoreQuirks
{
    None = 0,

    /// <summary>If-Match and If-None-Match of a write are ignored: two writers both win.</summary>
    IgnoresConditions = 1,

    /// <summary>If-Match with quotes never matches.</summary>
    RefusesQuotedETags = 2,

    /// <summary>Every conditional write answers 412.</summary>
    RefusesConditions = 4,

    /// <summary>A list that is truncated returns the marker that it was asked with.</summary>
    StuckMarker = 8,

    /// <summary>A list that is truncated names no marker.</summary>
    MissingMarker = 16,

    /// <summary>Ranges are ignored: a read returns the whole object.</summary>
    IgnoresRanges = 32,

    /// <summary>Bodies in chunks and with trailers are not understood.</summary>
    RefusesTrailers = 64,

    /// <summary>An object lacks its last byte.</summary>
    TearsObjects = 128,

    /// <summary>Lists are in the reverse order.</summary>
    ReversesLists = 256,

    /// <summary>Deleting an object does nothing.</summary>
    IgnoresDeletes = 512,
}
