-- model:        client_sales
-- grain:        client_id
-- owner:        sales
-- materialized: table
-- audits:       unique(client_id), relates(client_id, dim_clients.client_id), accepted(abc_class, A, B, C), sales_add_up
-- from: fact_orders(client_id),
--   client_favourites(client_id) for favourite_product favourite_product_is_tie favourite_channel favourite_channel_is_tie,
--   dim_clients(client_id) for client_name lookup
-- whole: share, abc_class, rank
-- columns:
--   client_id                    int64          Id of the client; names are not unique
--   client_name                  string         Latest name of the client
--   total_orders                 int64          The same as orders
--   orders                       int64          Orders, broken ones included
--   units                        int64          Units ordered, broken orders included
--   litres                       decimal(18,3)  Litres ordered, broken orders included
--   gross_sales                  decimal(18,2)  Value of all orders
--   broken_orders                int64          Orders that broke on the way
--   broken_value                 decimal(18,2)  Value of those
--   broken_rate                  double         Broken orders per order, 0 to 1
--   net_sales                    decimal(18,2)  Gross sales without broken orders
--   avg_order_value              decimal(18,2)  Gross sales per order
--   favourite_product            string         Name of the product ordered most often; all of them on a tie
--   favourite_product_is_tie     bool           Several products tie
--   favourite_channel            string         Channel ordered through most often; all of them on a tie
--   favourite_channel_is_tie     bool           Several channels tie
--   share                        double         Share of the net sales of all clients, 0 to 1
--   abc_class                    string         By net sales. A: the first {abc_class_a:%}; B: up to {abc_class_b:%}; C: the rest
--   rank                         int64          1 for the most net sales; equal ones share a rank
--
-- What each client bought. The ABC class is by the net sales of all clients ranked before: a client who crosses a bound still
-- belongs to the class below it, and clients with equal net sales are always in one class.

WITH sold AS (
    SELECT
        client_id,
        COUNT(*) AS orders,
        SUM(ccf) AS units,
        SUM(total_volume) AS litres,
        SUM(total_price) AS gross_sales,
        COUNT(*) FILTER (WHERE status = 'broken') AS broken_orders,
        COALESCE(SUM(total_price) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(total_price) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('fact_orders') }}
    GROUP BY client_id
),
favourites AS (
    SELECT
        client_id,
        ARRAY_JOIN(ARRAY_AGG(label ORDER BY label, favourite) FILTER (WHERE kind = 'product'), ', ') AS favourite_product,
        COUNT(*) FILTER (WHERE kind = 'product') > 1 AS favourite_product_is_tie,
        ARRAY_JOIN(ARRAY_AGG(label ORDER BY label, favourite) FILTER (WHERE kind = 'channel'), ', ') AS favourite_channel,
        COUNT(*) FILTER (WHERE kind = 'channel') > 1 AS favourite_channel_is_tie
    FROM {{ ref('client_favourites') }}
    GROUP BY client_id
),
cumulated AS (
    SELECT
        client_id,
        SUM(net_sales) OVER (ORDER BY net_sales DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            - SUM(net_sales) OVER (PARTITION BY net_sales) AS net_sales_before,
        SUM(net_sales) OVER () AS net_sales_of_all
    FROM sold
)
SELECT
    sold.client_id,
    clients.client_name,
    sold.orders AS total_orders,
    sold.orders, sold.units, sold.litres, sold.gross_sales, sold.broken_orders, sold.broken_value,
    {{ ratio(sold.broken_orders, sold.orders) }} AS broken_rate,
    sold.net_sales,
    {{ ratio(sold.net_sales, SUM(sold.net_sales) OVER ()) }} AS share,
    RANK() OVER (ORDER BY sold.net_sales DESC) AS rank,
    {{ ratio(sold.gross_sales, sold.orders) }} AS avg_order_value,
    favourites.favourite_product, favourites.favourite_product_is_tie,
    favourites.favourite_channel, favourites.favourite_channel_is_tie,
    CASE
        WHEN {{ ratio(cumulated.net_sales_before, cumulated.net_sales_of_all) }} < {{ setting('abc_class_a') }} THEN 'A'
        WHEN {{ ratio(cumulated.net_sales_before, cumulated.net_sales_of_all) }} < {{ setting('abc_class_b') }} THEN 'B'
        ELSE 'C'
    END AS abc_class
FROM sold
JOIN cumulated ON cumulated.client_id = sold.client_id
JOIN favourites ON favourites.client_id = sold.client_id
JOIN {{ ref('dim_clients') }} AS clients ON clients.client_id = sold.client_id
