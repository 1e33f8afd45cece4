using System.Buffers.Binary;
using System.Reflection;
using DuffBeer.Core.Contracts;
using static DuffBeer.Parquet.Tests.ParquetBytes;
using Fields = System.Collections.Generic.Dictionary<int, object>;

namespace DuffBeer.Parquet.Tests.Readers;

/// <summary>The tables of docs/parquet.md say what our files contain and what the tested readers read.</summary>
public sealed class DocumentedFormatTests(ReaderFiles files) : IClassFixture<ReaderFiles>
{
    const long DataPageVersion1 = 0;

    static readonly string[] s_encodings =
    [
        "PLAIN", "", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY",
        "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
    ];

    /// <summary>For each column of the table of readers: its encoding in a file of the second version, and a SELECT.</summary>
    static readonly (string Name, LogicalType Type, string Encoding, string Select)[] s_probes =
    [
        ("integers", LogicalType.Int64, "DELTA_BINARY_PACKED", "SELECT i * 3 AS c FROM range(5_000) AS t(i)"),
        ("decimals", LogicalType.Decimal(10, 2), "DELTA_BINARY_PACKED",
            "SELECT CAST(i / 100 AS DECIMAL(10, 2)) AS c FROM range(5_000) AS t(i)"),
        ("dates", LogicalType.Date, "DELTA_BINARY_PACKED",
            "SELECT CAST(DATE '1970-01-01' + CAST(i AS INTEGER) AS DATE) AS c FROM range(5_000) AS t(i)"),
        ("times", LogicalType.Timestamp, "DELTA_BINARY_PACKED", "SELECT epoch_ms(i * 1_000) AS c FROM range(5_000) AS t(i)"),
        ("texts", LogicalType.String, "DELTA_LENGTH_BYTE_ARRAY", "SELECT 'order ' || i AS c FROM range(5_000) AS t(i)"),
        ("doubles", LogicalType.Double, "BYTE_STREAM_SPLIT", "SELECT CAST(i AS DOUBLE) AS c FROM range(5_000) AS t(i)"),
    ];

    [Theory]
    [InlineData("Snappy", 1)]
    [InlineData(ReaderFiles.Mart, 2)]
    public async Task Our_files_have_just_the_documented_encodings(string name, int cell)
    {
        var written = await PagesAsync(files[name]);

        Assert.Equal([DataPageVersion1], written.Select(page => page.Type).Distinct());
        var documented = Table("| column |").ToDictionary(row => row[0], row => row[cell]);
        foreach (var pages in written.GroupBy(page => EveryColumn.Columns[page.Column].Type.Kind))
        {
            var encodings = pages.Select(page => s_encodings[page.Encoding]).Distinct().Order();
            Assert.Equal(documented[$"{pages.Key}".ToLowerInvariant()], string.Join(", ", encodings));
        }

        Assert.Equal(Enum.GetValues<TypeKind>().Length, documented.Count);
    }

    [Fact]
    public async Task Tested_readers_read_just_the_documented_encodings()
    {
        var documented = Table("| reader |").ToDictionary(row => row[0].Split(' ')[0], row => row[2..8]);

        foreach (var reader in Reader.All(files.DuckDb))
        {
            var reads = new List<string>();
            foreach (var probe in s_probes)
                reads.Add(await ReadsAsync(reader, probe.Name, probe.Type, probe.Encoding, probe.Select) ? "yes" : "no");
            Assert.Equal([reader.Name, .. reads], [reader.Name, .. documented[reader.Name]]);
        }
    }

    async Task<bool> ReadsAsync(Reader reader, string name, LogicalType type, string encoding, string select)
    {
        var path = files.WriteVersion2(name, select);
        Assert.Equal([encoding], (await PagesAsync(path)).Select(page => s_encodings[page.Encoding]).Distinct());
        TableColumn[] columns = [new("c", type)];
        var right = await files.DuckDb.ReadAsync(path, columns);
        Dictionary<string, string?[]> read;
        try
        {
            read = new(await reader.ReadAsync(path, columns));
        }
        catch (Exception refusal) when (refusal is NotSupportedException or InvalidDataException)
        {
            return false;
        }

        var batch = Cells.Batch(columns, [.. right.Select(row => row[0])]);
        Assert.Equal(reader.Written(columns[0], batch.Buffers), read["c"]);
        return true;
    }

    /// <summary>All data pages of a file, in order of its row groups.</summary>
    static async Task<IReadOnlyList<(int Column, long Type, long Encoding)>> PagesAsync(string path)
    {
        var file = await File.ReadAllBytesAsync(path);
        var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(^8));
        return
        [
            .. from rowGroup in List(Struct(file, file.Length - 8 - length, length), 4)
               from chunk in List(rowGroup, 1).Index()
               let content = (Fields)chunk.Item[3]
               from page in Pages(file, (long)content.GetValueOrDefault(11, content[9]), (long)content[7])
               where page.Type != 2
               select (chunk.Index, page.Type, page.Encoding),
        ];
    }

    /// <summary>The cells of the table's rows; in its heading they are links and code, which is left out.</summary>
    static IEnumerable<string[]> Table(string heading)
    {
        var docs = typeof(DocumentedFormatTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "Docs").Value!;
        return File.ReadLines(docs).SkipWhile(line => !line.StartsWith(heading, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Replace("`", "", StringComparison.Ordinal).Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }
}
