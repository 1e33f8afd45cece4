using System.Globalization;
using System.Text;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>A file as people send it, and what becomes of it.</summary>
/// <param name="Name">The trouble that it shows.</param>
/// <param name="Outcome">The state or problem, then rows read, accepted, rejected and blank lines.</param>
/// <param name="Warning">A part of one of the run's warnings; null if there is none.</param>
/// <param name="Columns">The columns whose stored values are <paramref name="Values"/>.</param>
/// <param name="Values">One text per row, cells separated by <c>|</c>.</param>
sealed record WildFile(
    string Name, string Dataset, byte[] Content, string Outcome, string? Warning = null, string Columns = "", params string[] Values)
{
    const string Orders =
        "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume," +
        "point_of_sale_channel,status\n";

    const string Order = "7,Lenny,41,102,Duff Dry,2.50,6,0.33,Retail,created\n";
    const string Bookings = "id,at,amount,paid,note\n";
    const string Booking = "b1,2026-02-03T10:00Z,1.50,true,x\n";

    public string FileName { get; init; } = "file.csv";

    public int? AsVersion { get; init; }

    public override string ToString() => Name;

    public static string OutcomeOf(RunRecord run) => OutcomeOf(
        run.Problem?.Code.ToString() ?? run.Status.ToString(),
        run.Ledger is { } ledger ? [ledger.RowsRead, ledger.Accepted, ledger.Rejected, ledger.BlankLines] : []);

    public static string OutcomeOf(string state, IReadOnlyList<long> counts) =>
        counts.Count == 0 ? state : string.Create(CultureInfo.InvariantCulture, $"{state} {string.Join('/', counts)}");

    public static IReadOnlyList<WildFile> All { get; } =
    [
        new("no name is known", "parcels", Text("17,2.50,Bonn\n18,3.75,Ulm\n"), "HeaderMismatch"),
        new("delimiter by folded names", "parcels", Text("depot-code;FEE,EUR;Ship From\n1;2,50;Bonn\n2;3,75;Ulm\n"), "Completed 2/2/0/0",
            null, "depot_code,fee,origin", "1|2,50|Bonn", "2|3,75|Ulm"),
        new("letters of a tar archive", "duff_orders", LettersAt(257, "ustar"), "Completed 4/4/0/0"),
        new("letters of a Parquet file", "parcels", Text("PAR1,Depot Code\nx,1\n"), "Completed 1/1/0/0", "does not know"),
        new("letters of a bzip2 file", "parcels", Text("BZh91AY,Depot Code\nx,1\n"), "Completed 1/1/0/0", "does not know"),
        new("UTF-16 cut in a character", "bookings", [.. Utf16(Bookings + Booking + Booking.Replace("b1", "b2")[..^1]), 0x41],
            "Completed 2/1/1/0", null, "id", "b1"),
        new("UTF-16 with half a pair", "bookings",
            [.. Utf16(Bookings + Booking + "b2,2026-02-03T10:00Z,1,true,"), 0x3D, 0xD8, .. Encoding.Unicode.GetBytes("\n" + Booking)],
            "Completed 3/2/1/0"),
        new("UTF-16 of the other end", "bookings",
            [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Bookings + Booking.Replace("x", "日本 🍺"))],
            "Completed 1/1/0/0", null, "note", "日本 🍺"),
        new("UTF-8 cut in a character", "bookings",
            [.. Text(Bookings + Booking.Replace("x", "é") + "b2,2026-02-03T10:00Z,1,true,caf"), 0xC3],
            "Completed 2/1/1/0"),
        new("windows-1252 found out", "bookings", Latin(Bookings + Booking.Replace("x", "Café")), "Completed 1/1/0/0",
            "windows-1252", "note", "Café"),
        new("declared windows-1252, is UTF-8", "bookings_1252", Text(Bookings + Booking.Replace("x", "Café – 5 €")), "Completed 1/1/0/0",
            "valid UTF-8"),
        new("windows-1252 as declared", "bookings_1252", Latin(Bookings + Booking.Replace("x", "Café")), "Completed 1/1/0/0", null, "note",
            "Café"),
        new("space before a quote", "duff_orders", Text(Orders.Replace(",", ", ") + Order.Replace(",Lenny,", ", \"Lenny, Mr\" ,")
            + Order.Replace("Retail", " \"Retail\"")), "Completed 2/2/0/0", null, "client_name,point_of_sale_channel",
            "Lenny, Mr|Retail", "Lenny|Retail"),
        new("lines of separators alone", "duff_orders", Text(Orders + Order + Repeat(",,,,,,,,,\r\n", 50)), "Completed 1/1/0/50"),
        new("lines of separators where nothing is required", "parcels", Text("Depot Code,\"Fee, EUR\",Ship-From\n1,2,3\n,,\n,,\n"),
            "Completed 1/1/0/2"),
        new("one separator alone is a reject", "duff_orders", Text(Orders + Order + ","), "Completed 2/1/1/0"),
        new("an old header after the change", "levels", Text("tank,litres\nA,3\n"), "Completed 1/1/0/0", "does not fit version 2",
            "tank,litres", "A|3"),
        new("a named version", "levels", Text("tank,litres,hectolitres\nA,300,3\n"), "Completed 1/1/0/0", "hectolitres", "tank,litres",
            "A|300") { AsVersion = 1 },
        new("a file name in capitals", "duff_orders", Text(Orders + Order), "Completed 1/1/0/0") { FileName = "ORDERS.CSV" },
        new("many partitions, allowed", "days", Text("day,visits\n" + Days(250)), "Completed 250/250/0/0"),
        new("too many partitions", "days", Text("day,visits\n" + Days(301)), "TooManyPartitions"),
        new("dates with a time part", "days", Text("day,visits\n2025-03-01 00:00:00,1\n01/03/2025,1\n2025-3-1,1\n2025-03-01,1\nsoon,1\n"),
            "Completed 5/4/1/0", null, "day", "2025-03-01", "2025-03-01", "2025-03-01", "2025-03-01"),
        new("header with other spaces", "duff_orders", Text("\uFEFF" + Orders.Replace("client_id", "client\u00A0id").Replace(
            "order_id", "Order\u200B-\u2007Id").Replace("product_ccf", "\"product\r\nccf\"") + Order), "Completed 1/1/0/0"),
        new("a line that names the delimiter", "duff_orders", Text("sep=;\r\n" + (Orders + Order).Replace(',', ';')), "Completed 1/1/0/0"),
        new("a quoted line that names the delimiter", "duff_orders", Text("\"SEP=|\"\n" + (Orders + Order).Replace(',', '|')),
            "Completed 1/1/0/0"),
        new("comment lines", "bookings_comment", Text("# by \"POS\n#\n" + Bookings + Booking + "# half, \"of\n" + Booking),
            "Completed 2/2/0/1"),
        new("a preamble", "bookings_search",
            Text("Duff Inc.,,,,\n\nBookings of May,,,,\n,,,,\n" + Bookings + Booking), "Completed 1/1/0/0"),
        new("a preamble of other width", "bookings_search",
            Text("Report\nMade \"by\" hand;2026\n" + (Bookings + Booking).Replace(',', ';')),
            "Completed 1/1/0/0"),
        new("lines to skip, a header of two lines", "bookings_skip", Text("x\n\"y\n" + Bookings + "text,UTC,EUR,,\n" + Booking),
            "Completed 1/1/0/0"),
        new("no header", "bookings_none", Text(Booking + Booking.Replace("b1", "b2")), "Completed 2/2/0/0", null, "id", "b1", "b2"),
        new("no header, other delimiter", "bookings_none", Text((Booking + Booking).Replace(',', ';')), "Completed 2/2/0/0"),
        new("decimal comma", "bookings_comma", Text("id;at;amount;paid;note\nb1;2026-02-03T10:00Z;1.234,50 €;true;x\n"
            + "b2;2026-02-03T10:00Z;1234.50;true;x\n"), "Completed 2/1/1/0", null, "id,amount", "b1|1234.50"),
        new("local times", "bookings_local", Text("id,at,amount,paid,note\nb1,01.02.2026 10:00,1,1,x\nb2,29.03.2026 02:30,1,1,x\n"),
            "Completed 2/1/1/0", null, "at", "2026-02-01 09:00"),
        new("words of a bool", "bookings_words", Text(Bookings + Booking.Replace("true", "Yes") + Booking.Replace("true", "N")
            + Booking.Replace("true", "1.0") + Booking.Replace("true", "maybe")), "Completed 4/3/1/0", null, "paid",
            "True", "False", "True"),
        new("backslash before a quote", "bookings_escape", Text(Bookings + Booking.Replace("x", "\"say \\\"hi\\\", please\"")
            + Booking.Replace("x", "\"5\\\" pipe\"") + Booking.Replace("x", "\"tail\\\\\"") + Booking.Replace("x", "C:\\new\\, old")),
            "Completed 4/4/0/0", null, "note", "say \"hi\", please", "5\" pipe", "tail\\", "C:\\new, old"),
        new("an empty cell behind the last, not allowed", "bookings", Text(Bookings + Booking.Replace("\n", ",\n")),
            "RejectBudgetExceeded 1/0/1/0"),
        new("an empty cell behind the last", "bookings_trailing", Text(Bookings + Booking.Replace("\n", ",\n") + Booking
            + Booking.Replace("\n", ",y\n") + ",,,,,\n"), "Completed 3/2/1/1", null, "note", "x", "x"),
        new("a key twice", "bookings", Text(Bookings + Booking + Booking.Replace("x", "y")), "Completed 2/2/0/0",
            "1 repeat an earlier row of the file, 0 a published row; models read only the latest", "note", "x", "y"),
        new("a key twice, not allowed", "bookings_unique", Text(Bookings + Booking + Booking.Replace("x", "y")), "Completed 2/1/1/0",
            "they are rejected (onDuplicateKey: reject)", "note", "x"),
        new("a key twice, allowed", "bookings_any", Text(Bookings + Booking + Booking.Replace("x", "y")), "Completed 2/2/0/0", null,
            "note", "x", "y"),
        new("another delimiter", "bookings_caret", Text((Bookings + Booking).Replace(',', '^')), "Completed 1/1/0/0"),
        new("a delimiter of two characters", "bookings_bars", Text((Bookings + Booking).Replace(",", "||")
            + "b2||2026-02-03T10:00Z||1.50||true||\"a||b\nc|\"\r\nb3||2026-02-03T10:00Z||||||a|b\nb4||soon||1||true||x\n"
            + "||||||||\nb5||x\n"),
            "Completed 5/3/2/1", null, "id,amount,note", "b1|1.50|x", "b2|1.50|a||b\nc|", "b3||a|b"),
        new("a delimiter of two bytes, an escape, an empty cell at the end", "bookings_broken_bar", Text((Bookings + Booking)
            .Replace(',', '¦').Replace("x\n", "\"say \\\"é\\\"\"¦\n")), "Completed 1/1/0/0", null, "note", "say \"é\""),
        new("comma and space", "bookings_comma_space", Text((Bookings + Booking).Replace(",", ", ")
            .Replace("x\n", "\"a, b\"\nb2, 1,5\n")), "Completed 2/1/1/0", null, "note", "a, b"),
        new("a delimiter that ends as a number may begin", "bookings_minus", Text((Bookings + Booking + Booking.Replace("1.50", "-2"))
            .Replace(",", "|-")), "Completed 2/2/0/0", null, "amount", "1.50", "-2.00"),
        new("names over two lines", "sales", Text("Report;;\n\nRegion;2025;2025\n;Q1;Q2\nNord;1;2\n"), "Completed 1/1/0/0", null,
            "region,first,second", "Nord|1|2"),
        new("names over two lines, one of them quoted over lines", "sales",
            Text("\"Re-\ngion\",2025,2025\r\n\"\",\"Q\n1\",Q2\r\nNord,1,2\r\n"),
            "Completed 1/1/0/0", null, "region,first,second", "Nord|1|2"),
        new("names over two lines, of which one is missing", "sales", Text("Region,2025 Q1,2025 Q2\n"), "Completed 0/0/0/0"),
    ];

    static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Utf16(string text) => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];

    static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    static string Days(int count) => string.Concat(
        Enumerable.Range(0, count).Select(
            day => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2024, 1, 1).AddDays(day):yyyy-MM-dd},1\n")));

    /// <summary>Four orders, of which one has a name with these letters at that byte of the file.</summary>
    static byte[] LettersAt(int offset, string letters)
    {
        var before = Orders + Order + Order;
        var name = new string('M', offset - before.Length - "7,".Length) + letters;
        return Text(before + Order.Replace("Lenny", name) + Order);
    }
}
