-- report:     sales-by-channel
-- title:      Sales by channel
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   channel     string  values(dim_channels.channel)  Only this channel
--   product_id  int64   values(dim_products.product_id, description)  Only orders of this product; shares and ranks are then of the product
--   from        date    Only orders processed on this day or later; shares and ranks are then of those
--   to          date    Only orders processed on this day or earlier
-- sortable:   channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
-- order:      net_sales desc, channel
-- limit:      100
-- show:       channel, orders, gross_sales, broken_orders, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   share  Share of net sales
-- cache:      until the next snapshot
-- chart:      bar(channel, gross_sales, net_sales)
-- from: duff_daily_sales(channel, product_id = {product_id}, pa_date >= {from}, pa_date <= {to})
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
-- What was sold through each channel, with and without broken orders.

WITH sold AS (
    SELECT
        channel,
        SUM(orders) AS orders,
        SUM(units) AS units,
        SUM(litres) AS litres,
        SUM(value) AS gross_sales,
        COALESCE(SUM(orders) FILTER (WHERE status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(value) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('duff_daily_sales') }}
    WHERE ({{ product_id }} IS NULL OR product_id = {{ product_id }})
        AND ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    GROUP BY channel
),
ranked AS (
    SELECT
        channel, orders, units, litres, gross_sales, broken_orders, broken_value,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        net_sales,
        {{ ratio(net_sales, SUM(net_sales) OVER ()) }} AS share,
        RANK() OVER (ORDER BY net_sales DESC) AS rank
    FROM sold
)
SELECT channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
FROM ranked
WHERE {{ channel }} IS NULL OR channel = {{ channel }}
