using System.IO.Compression;
using System.Text;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Hostile files with card numbers and addresses, and the contract that hides both.</summary>
static class PlantedCards
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
          - { name: card_hash, type: string, is: keyed_hash(card), HIDES_CARD description: Hash of the card }
          - { name: email_hash, type: string, is: keyed_hash(email), HIDES_EMAIL description: Hash of the address }
        """;

    /// <summary>An address that every file has beside a card number.</summary>
    const string Address = "moe.szyslak@tavern.example";

    /// <summary>Lines in which the values are where they do not belong; <c>C</c> is a card, <c>E</c> an address.</summary>
    public static readonly (string Name, string Header, string Line)[] Files =
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

    public static readonly string[] Encodings = ["utf-8", "utf-16", "utf-16be", "windows-1252", "utf-8 gzip", "utf-16 gzip"];

    /// <summary>What must be found nowhere. A number cut in two is a leak as well.</summary>
    public static IReadOnlyList<string> Needles { get; } =
        [.. s_cards.Select(card => card.Length > 12 ? card[..12] : card), "szyslak"];

    /// <summary>The file with a card number and an address in it.</summary>
    /// <param name="number">Chooses the card.</param>
    public static byte[] Content((string Name, string Header, string Line) file, int number, string encoding)
    {
        var card = s_cards[number % s_cards.Length];
        var text = (file.Header + "\n" + file.Line + "\n").Replace("C E", $"{card} {Address}", StringComparison.Ordinal);
        foreach (var before in (string[])[",", "~", "\n"])
        {
            text = text.Replace($"{before}C", before + card, StringComparison.Ordinal);
            text = text.Replace($"{before}E", before + Address, StringComparison.Ordinal);
        }

        text = text.Replace(" C,", $" {card},", StringComparison.Ordinal).Replace($"{Address}-Mail", "E-Mail", StringComparison.Ordinal);
        return Encoded(text, encoding);
    }

    /// <param name="hides">False for the same contract without <c>hides:</c>, which shows everything.</param>
    public static DefinitionFolder Define(TemporaryFolder folder, string drift, string encoding, bool hides = true)
    {
        foreach (var kind in (string[])["contracts", "models", "audits", "reports"])
            Directory.CreateDirectory(Path.Combine(folder["definitions"], kind));
        File.WriteAllText(
            Path.Combine(folder["definitions"], "contracts", "cards.yaml"),
            Contract.Replace("ENCODING", encoding == "windows-1252" ? encoding : "utf-8", StringComparison.Ordinal)
                .Replace("DRIFT", drift, StringComparison.Ordinal)
                .Replace("HIDES_CARD", hides ? "hides: card," : "", StringComparison.Ordinal)
                .Replace("HIDES_EMAIL", hides ? "hides: email," : "", StringComparison.Ordinal));
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
}
