namespace DuffBeer.Bench.Ingest;

/// <summary>DuckDB's ingest job, and its sums over the source and our Parquet.</summary>
static class DuckDbJob
{
    const string Options = "header = true, delim = ',', quote = '\"', escape = '\"', "
        + "auto_detect = false, store_rejects = true, ignore_errors = true";

    const string Types =
        "{'client_id': 'BIGINT', 'client_name': 'VARCHAR', 'order_id': 'BIGINT', 'product_id': 'BIGINT', 'product_description': 'VARCHAR', "
        + "'product_price': 'DECIMAL(10,2)', 'product_ccf': 'INTEGER', 'product_volume': 'DECIMAL(10,3)', "
        + "'point_of_sale_channel': 'VARCHAR', 'status': 'VARCHAR'}";

    const string Texts =
        "{'client_id': 'VARCHAR', 'client_name': 'VARCHAR', 'order_id': 'VARCHAR', "
        + "'product_id': 'VARCHAR', 'product_description': 'VARCHAR', "
        + "'product_price': 'VARCHAR', 'product_ccf': 'VARCHAR', 'product_volume': 'VARCHAR', "
        + "'point_of_sale_channel': 'VARCHAR', 'status': 'VARCHAR'}";

    const string Sums =
        "count(*), sum(client_id::BIGINT), sum(order_id::BIGINT), sum(product_id::BIGINT), "
        + "sum(product_price::DECIMAL(10,2)), sum(product_ccf::INTEGER), "
        + "sum(product_volume::DECIMAL(10,3)), sum(product_price::DECIMAL(10,2) * product_ccf::INTEGER), sum(length(client_name)), "
        + "sum(length(product_description)), "
        + "sum(length(point_of_sale_channel)), count(*) FILTER (lower(status) = 'broken'), count(DISTINCT client_name)";

    const string Whole = "'0*[1-9][0-9]*'";
    const string Decimal = @"'[0-9]+(\.[0-9]+)?'";

    const string Rules =
        $"regexp_full_match(client_id, {Whole}) AND regexp_full_match(order_id, {Whole}) AND regexp_full_match(product_id, {Whole}) "
        + $"AND regexp_full_match(product_ccf, {Whole}) AND regexp_full_match(product_price, {Decimal}) "
        + $"AND regexp_full_match(product_volume, {Decimal}) "
        + "AND client_name IS NOT NULL AND product_description IS NOT NULL AND point_of_sale_channel IS NOT NULL "
        + "AND lower(status) IN ('created', 'delivered', 'broken')";

    /// <summary>
    /// Typed rows with derived columns, one folder per channel, Snappy; rows that do not fit the types are stored as rejects.
    /// </summary>
    public static string Copy(string csv, string into) =>
        "COPY (SELECT *, CAST(product_price * product_ccf AS DECIMAL(18,2)) AS total_price, "
        + "CAST(product_volume * product_ccf AS DECIMAL(18,3)) AS total_volume "
        + $"FROM read_csv('{csv}', {Options}, columns = {Types})) TO '{into}' (FORMAT parquet, "
        + "COMPRESSION snappy, PARTITION_BY (point_of_sale_channel))";

    /// <summary>Count and sums of the rows that satisfy the contract.</summary>
    /// <remarks>
    /// Reads cells as text and repeats the rules: DuckDB's types accept <c>0x1F</c>, <c>"12,50"</c>, empty cells, negative numbers and
    /// unknown states, but the contract does not.
    /// </remarks>
    public static string SumsOfCsv(string csv) => $"SELECT {Sums} FROM read_csv('{csv}', {Options}, columns = {Texts}) WHERE {Rules}";

    public static string SumsOfParquet(string glob) => $"SELECT {Sums} FROM read_parquet('{glob}', hive_partitioning = false)";
}
