using System.Globalization;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Bench.Ingest;

/// <summary>The same job as DuckDB does it, and DuckDB's view of both sides' results.</summary>
static class DuckDb
{
    const string Columns =
        "{'client_id': 'BIGINT', 'client_name': 'VARCHAR', 'order_id': 'BIGINT', 'product_id': 'BIGINT', 'product_description': 'VARCHAR', "
        + "'product_price': 'DECIMAL(10,2)', 'product_ccf': 'INTEGER', 'product_volume': 'DECIMAL(10,3)', 'point_of_sale_channel': 'VARCHAR', 'status': 'VARCHAR'}";

    const string Sums =
        "count(*), sum(client_id), sum(order_id), sum(product_id), sum(product_price), sum(product_ccf), sum(product_volume), "
        + "sum(product_price * product_ccf), sum(length(client_name)), sum(length(product_description)), "
        + "count(*) FILTER (point_of_sale_channel = 'Retail'), count(*) FILTER (lower(status) = 'broken')";

    /// <summary>Typed rows with derived columns, a folder a channel, Snappy; broken rows are set aside.</summary>
    public static string Job(string csv, string into) =>
        $"COPY (SELECT *, CAST(product_price * product_ccf AS DECIMAL(18,2)) AS total_price, CAST(product_volume * product_ccf AS DECIMAL(18,3)) AS total_volume "
        + $"FROM {Csv(csv)}) TO '{into}' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (point_of_sale_channel))";

    public static string SumsOfCsv(string csv) => $"SELECT {Sums} FROM {Csv(csv)}";

    public static string SumsOfParquet(string glob) => $"SELECT {Sums} FROM read_parquet('{glob}', hive_partitioning = false)";

    /// <summary>Runs one statement in a fresh database of this process, and returns its first row as text.</summary>
    public static string Run(string sql)
    {
        using var temporary = new WorkFolder();
        using var database = new DuckDbDatabase(temporary.Path);
        using var connection = database.Connect();
        using var prepared = connection.Prepare(sql);
        using var result = prepared.Execute();
        var (_, rows) = result.Read(CancellationToken.None);
        return string.Join(' ', rows[0].Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
    }

    static string Csv(string path) => $"read_csv('{path}', header = true, delim = ',', quote = '\"', escape = '\"', store_rejects = true, columns = {Columns})";
}
