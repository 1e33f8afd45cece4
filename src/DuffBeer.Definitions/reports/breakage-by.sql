-- report:     breakage-by
-- title:      Breakage by product, channel, client or month
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   per         string  default(product) oneOf(product, channel, client, month)  What a row stands for
--   product_id  int64   values(dim_products.product_id, description)  Only orders of this product
--   channel     string  values(dim_channels.channel)  Only orders through this channel
--   client_id   int64   values(dim_clients.client_id, client_name)  Only orders of this client
--   from        date    Only orders processed on this day or later
--   to          date    Only orders processed on this day or earlier
--   min_orders  int64   default(1) min(1)  Only rows with at least this many orders
-- sortable:   key, label, orders, broken_orders, broken_value, broken_share, broken_rate, broken_rate_low, broken_rate_high, rank
-- order:      rank, key
-- limit:      100
-- show:       key, label, orders, broken_orders, broken_value, broken_share, broken_rate, rank
-- percent:    broken_share, broken_rate, broken_rate_low, broken_rate_high
-- money:      broken_value
-- currency:   {duff_currency}
-- none:       rank
-- labels:
--   label  Name
-- cache:      until the next snapshot
-- chart:      interval(label, broken_rate, broken_rate_low, broken_rate_high)
-- from: duff_daily_sales(product_id = key, product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <= {to}) if no
--     client_id when per product,
--   duff_daily_sales(channel = key, product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <= {to}) if no client_id
--     when per channel,
--   duff_daily_sales(pa_date in key by 'month', product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <= {to}) if no
--     client_id when per month,
--   fact_orders(product_id = key, client_id = {client_id}, product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <=
--     {to}) if client_id when per product,
--   fact_orders(channel = key, client_id = {client_id}, product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <=
--     {to}) if client_id when per channel,
--   fact_orders(pa_date in key by 'month', client_id = {client_id}, product_id = {product_id}, channel = {channel}, pa_date >= {from},
--     pa_date <= {to}) if client_id when per month,
--   fact_orders(client_id = key, client_id = {client_id}, product_id = {product_id}, channel = {channel}, pa_date >= {from}, pa_date <=
--     {to}) if product_id channel client_id from to when per client,
--   client_sales(client_id = key) if no product_id channel client_id from to when per client,
--   dim_products(product_id = key) for label = description when per product lookup,
--   dim_clients(client_id = key) for label = client_name when per client lookup
-- whole: broken_share, rank
-- columns:
--   per               string         product, channel, client or month
--   key               string         Id of the product or client, name of the channel, or first day of the month
--   label             string         Latest name of the product or client, otherwise the key
--   orders            int64          Orders, broken ones included
--   broken_orders     int64          Orders that broke on the way
--   broken_value      decimal(18,2)  Value of those
--   broken_share      double         Share of the broken orders of all rows, 0 to 1
--   broken_rate       double         Broken orders per order, 0 to 1
--   broken_rate_low   double         Lower end of the rate's Wilson interval ({breakage_z} standard deviations)
--   broken_rate_high  double         Upper end of it
--   rank              int64          1 for the greatest lower end; equal ones share a rank
--
-- What breaks on the way, step by step: by product, then with that product by channel, then by client. Ranked so that a few orders do not
-- dominate. Days are those of processing, because the source has no order date.

WITH sold AS (
    SELECT splits.per, sales.pa_date, sales.channel, sales.product_id, NULL AS client_id, sales.status, sales.orders, sales.value
    FROM {{ ref('duff_daily_sales') }} AS sales
    CROSS JOIN (VALUES ('product'), ('channel'), ('month')) AS splits (per)
    WHERE splits.per = {{ per }} AND {{ client_id }} IS NULL
        AND ({{ product_id }} IS NULL OR sales.product_id = {{ product_id }})
        AND ({{ channel }} IS NULL OR sales.channel = {{ channel }})
        AND ({{ from }} IS NULL OR sales.pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR sales.pa_date <= {{ to }})
    UNION ALL
    SELECT splits.per, fact.pa_date, fact.channel, fact.product_id, fact.client_id, fact.status, 1 AS orders, fact.total_price AS value
    FROM {{ ref('fact_orders') }} AS fact
    CROSS JOIN (VALUES ('product'), ('channel'), ('client'), ('month')) AS splits (per)
    WHERE splits.per = {{ per }} AND ({{ per }} = 'client' OR {{ client_id }} IS NOT NULL)
        AND (COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR), CAST({{ client_id }} AS VARCHAR)) IS NOT NULL
            OR COALESCE({{ from }}, {{ to }}) IS NOT NULL)
        AND ({{ client_id }} IS NULL OR fact.client_id = {{ client_id }})
        AND ({{ product_id }} IS NULL OR fact.product_id = {{ product_id }})
        AND ({{ channel }} IS NULL OR fact.channel = {{ channel }})
        AND ({{ from }} IS NULL OR fact.pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR fact.pa_date <= {{ to }})
),
counted AS (
    SELECT
        per,
        CASE WHEN per = 'product' THEN product_id END AS product_id,
        CASE WHEN per = 'channel' THEN channel END AS channel,
        CASE WHEN per = 'client' THEN client_id END AS client_id,
        CASE WHEN per = 'month' THEN {{ truncate_date('month', pa_date) }} END AS month,
        SUM(orders) AS orders,
        COALESCE(SUM(orders) FILTER (WHERE status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE status = 'broken'), 0) AS broken_value
    FROM sold
    GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    -- All orders of all clients need no scan of the orders.
    SELECT
        splits.per, NULL AS product_id, NULL AS channel, clients.client_id, NULL AS month,
        clients.orders, clients.broken_orders, clients.broken_value
    FROM {{ ref('client_sales') }} AS clients
    CROSS JOIN (VALUES ('client')) AS splits (per)
    WHERE splits.per = {{ per }} AND COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR), CAST({{ client_id }} AS VARCHAR)) IS NULL
        AND COALESCE({{ from }}, {{ to }}) IS NULL
),
squared AS (
    SELECT
        per, product_id, channel, client_id, month, orders, broken_orders, broken_value,
        {{ ratio(broken_orders, SUM(broken_orders) OVER ()) }} AS broken_share,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        {{ setting('breakage_z') }} AS z,
        {{ setting('breakage_z') }} * {{ setting('breakage_z') }} AS z2,
        {{ ratio(broken_orders * (orders - broken_orders), orders) }} AS spread
    FROM counted
),
intervals AS (
    SELECT
        per, product_id, channel, client_id, month, orders, broken_orders, broken_value, broken_share, broken_rate,
        {{ ratio(broken_orders + z2 * 0.5 - z * SQRT(spread + z2 * 0.25), orders + z2) }} AS low,
        {{ ratio(broken_orders + z2 * 0.5 + z * SQRT(spread + z2 * 0.25), orders + z2) }} AS high
    FROM squared
)
SELECT
    intervals.per,
    COALESCE(
        CAST(intervals.product_id AS VARCHAR), intervals.channel, CAST(intervals.client_id AS VARCHAR), CAST(intervals.month AS VARCHAR)
    ) AS key,
    COALESCE(products.description, clients.client_name, intervals.channel, CAST(intervals.month AS VARCHAR)) AS label,
    intervals.orders, intervals.broken_orders, intervals.broken_value, intervals.broken_share, intervals.broken_rate,
    {{ least(intervals.low, intervals.broken_rate) }} * CASE WHEN intervals.broken_orders = 0 THEN 0 ELSE 1 END AS broken_rate_low,
    CASE WHEN intervals.broken_orders = intervals.orders
        THEN 1 ELSE {{ greatest(intervals.high, intervals.broken_rate) }} END AS broken_rate_high,
    RANK() OVER (ORDER BY CASE WHEN intervals.broken_orders = 0 THEN 0 ELSE intervals.low END DESC) AS rank
FROM intervals
LEFT JOIN {{ ref('dim_products') }} AS products ON products.product_id = intervals.product_id
LEFT JOIN {{ ref('dim_clients') }} AS clients ON clients.client_id = intervals.client_id
WHERE intervals.orders >= {{ min_orders }}
