using System.Text;
using DuffBeer.Golden.Tests.Product;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Golden.Tests.ChunkLaw;

/// <summary>Hostile order files.</summary>
static class HostileFiles
{
    static readonly byte[][] s_lines =
    [
        .. new[]
        {
            Csv.Row(1), Csv.Row(2).Replace("\n", "\r\n", StringComparison.Ordinal),
            Csv.Row(3).Replace("\n", "\r", StringComparison.Ordinal),
            Csv.Row(4, name: "\"Moe\nand\r\nsons\""), Csv.Row(5, name: "\"a \"\"b\"\", c\"", channel: "Online"),
            Csv.Row(6, name: "5\" pipe", channel: "B2B"),
            Csv.Row(7, name: "\"\n\n\r\""), Csv.Row(8, name: "\"1001,x,9,102,y,1,1,1,Retail,created\n\""),
            Csv.Row(9, status: "broken", channel: "é/🍺"),
            Csv.Row(10, price: "\"12,50\""), Csv.Row(11, name: "\"open"), Csv.Row(12, name: "\"Moe\"s"), Csv.Row(13, units: "0"),
            Csv.Row(14, status: "lost"),
            "\n", "\r\n", "\r\r\n", "\r", ",\n", "\"\n", "\"\"\n", "1001,x\n", "\0\n", "\uFEFF" + Csv.Row(15), "1,\"2\n3\",4\n",
            ",,,,,,,,,\n",
            Csv.Row(16).TrimEnd() + ",more\n", Csv.Row(17).TrimEnd(),
        }.Select(Encoding.UTF8.GetBytes),
        [.. "1001,"u8, 0xFF, 0xFE, .. ",18,102,Duff,1,1,1,Retail,created\n"u8],
        [0xC3, (byte)'\n'],
    ];

    public static Arbitrary<byte[]> Any { get; } = (
        from mark in Gen.Elements("", "\uFEFF")
        from lines in Gen.Elements(s_lines).ArrayOf()
        select (byte[])[.. Encoding.UTF8.GetBytes(mark + Csv.Header), .. lines.SelectMany(line => line)]).ToArbitrary();

    public static Dictionary<string, Func<byte[]>> Fixed { get; } = new()
    {
        ["empty"] = () => [],
        ["header without a line break"] = () => Csv.Bytes(Csv.Header.TrimEnd()),
        ["header only"] = () => Csv.Bytes(Csv.Header),
        ["no final line break"] = () => Rows(300).AsSpan()[..^1].ToArray(),
        ["CR LF"] = () => Csv.Bytes(Text(300).Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["CR alone"] = () => Csv.Bytes(Text(300).Replace('\n', '\r')),
        ["CR CR LF"] = () => Csv.Bytes(Text(300).Replace("\n", "\r\r\n", StringComparison.Ordinal)),
        ["quoted line breaks of every length"] = () =>
            Csv.Bytes(
                Csv.Header + string.Concat(
                    Enumerable.Range(1, 300).Select(order => Csv.Row(order, name: $"\"{new string('\n', order % 12)}x,\r\n\"")))),
        ["rows inside quotes"] = () =>
            Csv.Bytes(
                Csv.Header + string.Concat(
                    Enumerable.Range(1, 200).Select(
                        order => Csv.Row(order, name: "\"" + Csv.Rows(3).Replace("\"", "", StringComparison.Ordinal) + "\"")))),
        ["hundreds of rows inside one quoted cell"] = () =>
            Csv.Bytes(Csv.Header + Csv.Row(1, name: "\"" + Csv.Rows(300) + "\"") + Csv.Rows(50)),
        ["an open quote in every tenth row"] = () =>
            Csv.Bytes(
                Csv.Header + string.Concat(
                    Enumerable.Range(1, 300).Select(order => Csv.Row(order, name: order % 10 == 0 ? "\"open" : "Moe")))),
        ["stray quotes in every row"] = () =>
            Csv.Bytes(
                Csv.Header + string.Concat(Enumerable.Range(1, 300).Select(order => Csv.Row(order, name: "5\" pipe", channel: "\"B2B\"")))),
        ["characters of four bytes"] = () =>
            Csv.Bytes(
                Csv.Header + string.Concat(
                    Enumerable.Range(1, 300).Select(order => Csv.Row(order, name: "🍺🍺", channel: order % 2 == 0 ? "🍺" : "é")))),
        ["10,000 columns"] = () =>
            Csv.Bytes(
                Csv.Header.TrimEnd() + string.Concat(Enumerable.Range(0, 10_000).Select(column => $",c{column}")) + "\n" + Csv.Rows(3)),
        ["a giant cell"] = () => Csv.Bytes(Csv.Header + Csv.Row(1, name: "\"" + new string('\n', 900_000) + "\"") + Csv.Rows(10)),
        ["a line over the limit"] = () => Csv.Bytes(Csv.Header + Csv.Row(1) + new string('x', (1 << 20) + 1) + "\n" + Csv.Rows(10)),
        ["a quote that never closes"] = () => Csv.Bytes(Csv.Header + Csv.Row(1, name: "\"open") + Csv.Rows(20_000)),
    };

    static string Text(int rows) => Csv.Header + Csv.Rows(rows);

    static byte[] Rows(int rows) => Csv.Bytes(Text(rows));
}
