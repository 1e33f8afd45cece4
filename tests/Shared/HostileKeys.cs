using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Tests.Shared;

/// <summary>
/// Object keys that are hard for file systems: they climb, hide, glob, name devices, are too long or hardly differ.
/// </summary>
public static class HostileKeys
{
    static readonly string[] s_segments =
    [
        "..", ".", "...", "", " ", "a ", "a.", ".a", "a..", "con", "nul.csv", "com1", "lpt9.txt.csv", "aux ", "c:", "a\\b", "..\\..\\x",
        "*?", "[a]", "<|>", "\"",
        "%2b", "%2F", "+", "a+b c", "100%", "~", "~~", "~-", "~+", "~2e", "~u00e9", "a~", "a.~", "\0", "\n\t\r", "\u007f", "e\u0301",
        "\u00e9", "\u65e5\u672c", "\ud83c\udf7a", "\ud800",
        ".tmp", ".locks", "00", "k=v", "k=1.5", "order_date=2026-01-01", "__hive_default_partition__", "part-0-0.parquet", "a", "b.csv",
        new('a', 300), new('a', 200), new('a', 201), new string('a', 199) + ".", new string('b', 200) + "con", new string('\u00e9', 90),
        new string('a', 198) + "~~~",
    ];

    // Lower case only: lake keys never differ only in case, and some file systems would merge those that do.
    static Gen<string> Segment() => Gen.Frequency(
        (4, Gen.Elements(s_segments)),
        (1, ArbMap.Default.ArbFor<NonNull<string>>().Generator.Select(text => text.Get.ToLowerInvariant().Replace('/', '_'))));

    public static Gen<string> Any() =>
        from count in Gen.Choose(1, 3)
        from segments in Segment().ListOf(count)
        let key = string.Join('/', segments)
        where key.Length > 0
        select key;

    public static Gen<string[]> Sets() =>
        from count in Gen.Choose(1, 8)
        from keys in Any().ListOf(count)
        select keys.Distinct(StringComparer.Ordinal).ToArray();
}
