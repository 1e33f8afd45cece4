using System.IO.Compression;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Card numbers and addresses in hostile files, searched for in every byte that the product writes or prints.</summary>
public sealed class HiddenValues(ITestOutputHelper output)
{
    const string Columns = "id,at,holder,card,email,paid,amount,channel";

    const string Contract = """
        dataset: cards
        version: 1
        domain: wild
        description: Payments by card
        source: { prefix: wild/cards/, pattern: "*.csv*" }
        dialect: { encoding: ENCODING }
        rejectBudget: { fraction: 1, rows: 1000 }
        drift: { newColumn: DRIFT, missingOptionalColumn: warn, type: warn }
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: at, type: timestamp, required: true, description: When }
          - { name: holder, type: string, description: Holder }
          - { name: card, type: string, aliases: [printed card], known: ["0"], description: Card }
          - { name: email, type: string, description: Address }
          - { name: paid, type: bool, description: Whether it is paid }
          - { name: amount, type: "decimal(10,2)", description: Amount }
          - { name: channel, type: string, known: [web, till], description: Channel }
        derived:
          - { name: card_hash, type: string, is: keyed_hash(card), hides: card, description: Hash of the card }
          - { name: email_hash, type: string, is: keyed_hash(email), hides: email, description: Hash of the address }
        """;

    static readonly string[] s_encodings = ["utf-8", "utf-16", "utf-16be", "windows-1252", "utf-8 gzip", "utf-16 gzip"];

    /// <summary>Lines in which the values are where they do not belong; <c>C</c> is a card, <c>E</c> an address.</summary>
    static readonly (string Name, string Header, string Line)[] s_files =
    [
        ("good row beside a bad one", Columns, "1,2026-01-01T10:00Z,Moe,C,E,true,1.00,web\nx,2026-01-01T10:00Z,Moe,C,E,true,1.00,web"),
        ("bad value in another column", Columns, "1,2026-01-01T10:00Z,Moe,C,E,maybe,1.00,web"),
        ("the card's own rule is broken", Columns, "1,soon,Moe,C,E,true,1.00,web"),
        ("other header names", "id,at,holder,card number,E-Mail-Address,paid,amount,channel", "x,soon,Moe,C,E,true,1.00,web"),
        ("hyphen in the header", "id,at,holder,Printed-Card,E-Mail,paid,amount,channel", "x,2026-01-01T10:00Z,Moe,C,E,true,1.00,web"),
        ("card and card number", Columns + ",card number", "x,2026-01-01T10:00Z,Moe,C,E,true,1.00,web,C"),
        ("one cell too many", Columns, "1,2026-01-01T10:00Z,Moe,Mr,C,E,true,1.00,web"),
        ("one cell missing", Columns, "1,2026-01-01T10:00Z,C,E,true,1.00,web"),
        ("shifted, of the right width", Columns, "1,2026-01-01T10:00Z,Mr,Moe,C,E,1.00,web"),
        ("shifted the other way", Columns, "1,C,E,true,web,1.00,2026-01-01T10:00Z,x"),
        ("card in the amount", Columns, "1,2026-01-01T10:00Z,Moe,,,true,C,E"),
        ("card in the channel", Columns, "x,2026-01-01T10:00Z,Moe,,,true,1.00,C E"),
        ("open quote", Columns, "1,2026-01-01T10:00Z,\"Moe,C,E,true,1.00,web"),
        ("text after a quote", Columns, "1,2026-01-01T10:00Z,\"Moe\"x,C,E,true,1.00,web"),
        ("open quote over lines", Columns, "1,2026-01-01T10:00Z,\"Moe\nC,E\n1,2,3,C,E,6,7,8"),
        ("line break in a cell", Columns, "1,2026-01-01T10:00Z,\"Moe\nC\",C,E,maybe,1.00,web"),
        ("long line", Columns, "1,2026-01-01T10:00Z," + new string('m', 1 << 20) + ",C,E,true,1.00,web"),
        ("card behind a long cell", Columns, "1,2026-01-01T10:00Z,Moe,,," + new string('m', 190) + " C,1.00,web"),
        ("no header", "1,2026-01-01T10:00Z,Moe,C,E,true,1.00,web", "2,2026-01-01T10:00Z,Moe,C,E,true,1.00,web"),
        ("a header that is half data", "id,at,C,E,paid,amount,channel", "x,2026-01-01T10:00Z,C,E,true,1.00,web"),
        ("another delimiter", Columns.Replace(',', '~'), "1~2026-01-01T10:00Z~Moe~C~E~true~1.00~web"),
        ("damaged bytes", Columns, "1,2026-01-01T10:00Z,Moe,C\u00ff,E,true,1.00,web"),
    ];

    static readonly string[] s_cards =
        ["4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005", "1234567890123456"];

    [Theory]
    [InlineData("warn")]
    [InlineData("drop")]
    public async Task Reach_no_byte_that_is_written_or_printed(string drift)
    {
        var (files, rejects, bytes, printed) = (0, 0L, 0L, 0L);
        foreach (var encoding in s_encodings)
        {
            using var folder = new TemporaryFolder();
            using var home = new Home { Definitions = Define(folder, drift, encoding) };
            foreach (var ((name, header, line), index) in s_files.Select((file, index) => (file, index)))
            {
                var card = s_cards[(files + index) % s_cards.Length];
                var text = (header + "\n" + line + "\n").Replace("C E", $"{card} moe.szyslak@tavern.example", StringComparison.Ordinal);
                text = text.Replace(",C", $",{card}", StringComparison.Ordinal).Replace("~C", $"~{card}", StringComparison.Ordinal)
                    .Replace("\nC", $"\n{card}", StringComparison.Ordinal).Replace(" C,", $" {card},", StringComparison.Ordinal)
                    .Replace(",E", ",moe.szyslak@tavern.example", StringComparison.Ordinal)
                    .Replace("~E", "~moe.szyslak@tavern.example", StringComparison.Ordinal);
                text = text.Replace("moe.szyslak@tavern.example-Mail", "E-Mail", StringComparison.Ordinal);
                var path = home.Write($"f{files}-{index}.csv", Encoded(text, encoding));
                var ingest = await home.CallAsync("ingest", path, "--dataset", "cards", "--no-refresh", "--json");
                var human = await home.CallAsync("ingest", path, "--no-refresh");
                printed += Check(name, encoding, ingest.Out + ingest.Error + human.Out + human.Error);
            }

            var runs = await home.CallAsync("runs", "--json", "--limit", "1000");
            printed += Check("runs", encoding, runs.Out + runs.Error);
            var page = await home.AskAsync(workspace => workspace.RunsAsync(new(null, 1000, null), default));
            foreach (var run in page.Runs)
            {
                string[][] calls = [["rejects", run.Id, "--json"], ["rejects", run.Id, "--format", "csv"], ["runs", run.Id]];
                foreach (var arguments in calls)
                {
                    var call = await home.CallAsync(arguments);
                    printed += Check(string.Join(' ', arguments), encoding, call.Out + call.Error);
                }

                rejects += run.Ledger?.Rejected ?? 0;
            }

            // Parquet parts may compress their texts, so rejects are read as well, above.
            foreach (var file in Directory.EnumerateFiles(home.Root, "*", SearchOption.AllDirectories))
                bytes += Check(file, encoding, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
            files += s_files.Length;
        }

        output.WriteLine($"{files} files with drift {drift}: {rejects} rejects, {bytes} bytes written and {printed} characters printed.");
        Assert.True(rejects > files / 3, $"Only {rejects} rejects in {files} files.");
    }

    static DefinitionFolder Define(TemporaryFolder folder, string drift, string encoding)
    {
        foreach (var kind in (string[])["contracts", "models", "audits", "reports"])
            Directory.CreateDirectory(Path.Combine(folder["definitions"], kind));
        File.WriteAllText(
            Path.Combine(folder["definitions"], "contracts", "cards.yaml"),
            Contract.Replace("ENCODING", encoding == "windows-1252" ? encoding : "utf-8", StringComparison.Ordinal)
                .Replace("DRIFT", drift, StringComparison.Ordinal));
        return new(folder["definitions"]);
    }

    static byte[] Encoded(string text, string encoding)
    {
        byte[] bytes = encoding.Split(' ')[0] switch
        {
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "utf-16be" => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            _ => Encoding.Latin1.GetBytes(text),
        };
        if (!encoding.EndsWith("gzip", StringComparison.Ordinal))
            return bytes;
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return compressed.ToArray();
    }

    static long Check(string where, string encoding, string text)
    {
        foreach (var secret in s_cards.Append("szyslak"))
        {
            // Also a number cut in two is a leak.
            var needle = secret.Length > 12 ? secret[..12] : secret;
            Assert.False(text.Contains(needle, StringComparison.Ordinal), $"{secret} is in {where} ({encoding}).");
        }

        return text.Length;
    }
}
