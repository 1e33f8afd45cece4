using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Random small files: good, hostile, empty, without rows, not CSV, and several versions of one key.</summary>
static class SmallFiles
{
    static readonly byte[][] s_special =
    [
        [], Csv.Bytes(Csv.Header), Csv.Bytes("id,name\n1,Moe\n"), "PK\u0003\u0004"u8.ToArray(),
        Csv.Bytes(Csv.Header + Csv.Rows(300)), Csv.Bytes(Csv.Header + Csv.Row(1, units: "0") + Csv.Rows(4)),
        Csv.Bytes(Csv.Header + string.Concat(Enumerable.Range(1, 9).Select(row => Csv.Row(row, status: "lost")))),
    ];

    static Gen<byte[]> Good { get; } =
        from first in Gen.Choose(1, 1000)
        from rows in Gen.Choose(1, 20)
        from channel in Gen.Elements("Retail", "B2B", "Online", "Kiosk")
        select Csv.Bytes(
            Csv.Header
            + string.Concat(Enumerable.Range(first, rows).Select(order => Csv.Row(order, $"Bar {order % 7}", channel: channel))));

    /// <summary>Key and content of each file, in the order in which they arrive.</summary>
    public static Arbitrary<(string Key, byte[] Content)[]> Any { get; } = (
        from key in Gen.Choose(0, 11)
        from content in Gen.OneOf(Good, Good, Good, Gen.Elements(s_special), HostileFiles.Any.Generator)
        select ($"duff/orders/f{key:D2}.csv", content)).ArrayOf().ToArbitrary();

    /// <summary>A file of each kind, one of them in two versions.</summary>
    public static (string Key, byte[] Content)[] Few { get; } =
    [
        ("duff/orders/a.csv", Csv.Bytes(Csv.Header + Csv.Rows(3))),
        ("duff/orders/b.csv", Csv.Bytes(Csv.Header + Csv.Rows(3, 10) + Csv.Row(20, units: "0"))),
        ("duff/orders/c.csv", Csv.Bytes(Csv.Header + Csv.Row(21, status: "lost"))),
        ("duff/orders/a.csv", Csv.Bytes(Csv.Header + Csv.Rows(4, 30))),
        ("duff/orders/d.csv", []),
    ];

    public static IReadOnlyList<ObjectStat> PutIn(VersionedLanding landing, IEnumerable<(string Key, byte[] Content)> files) =>
        [.. files.Select(file => landing.Put(file.Key, file.Content))];
}
