-- model:        channel_sales
-- grain:        channel
-- owner:        sales
-- materialized: table
-- audits:       unique(channel), not_null(channel), sales_add_up
-- from: fact_orders(channel)
-- whole: share, rank
-- columns:
--   channel        string         Point of sale channel
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all channels, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What was sold through each channel that has orders.

WITH sold AS (
    SELECT
        channel,
        COUNT(*) AS orders,
        SUM(ccf) AS units,
        SUM(total_volume) AS litres,
        SUM(total_price) AS gross_sales,
        COUNT(*) FILTER (WHERE status = 'broken') AS broken_orders,
        COALESCE(SUM(total_price) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(total_price) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('fact_orders') }}
    GROUP BY channel
)
SELECT
    channel,
    orders, units, litres, gross_sales, broken_orders, broken_value,
    {{ ratio(broken_orders, orders) }} AS broken_rate,
    net_sales,
    {{ ratio(net_sales, SUM(net_sales) OVER ()) }} AS share,
    RANK() OVER (ORDER BY net_sales DESC) AS rank
FROM sold
