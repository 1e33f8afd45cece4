-- report:     product-channel
-- title:      Sales by product and channel
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   product_id  int64   values(dim_products.product_id, description)  Only this product
--   channel     string  values(dim_channels.channel)  Only this channel
--   from        date    Only orders processed on this day or later; shares and ranks are then of those
--   to          date    Only orders processed on this day or earlier
-- sortable:   product_id, description, channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate,
--             net_sales, share, rank
-- order:      product_id, channel
-- limit:      1000
-- show:       product_id, channel, description, orders, gross_sales, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   description  Product
--   share        Share of net sales
-- cache:      until the next snapshot
-- chart:      heatmap(channel, description, net_sales)
-- from: duff_daily_sales(product_id, channel, pa_date >= {from}, pa_date <= {to}),
--   dim_products(product_id) for description lookup
-- whole: share, rank
-- columns:
--   product_id     int64          Id of the product
--   description    string         Latest name of the product
--   channel        string         Point of sale channel
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all products through all channels, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What each product sold through each channel that has orders of it.

WITH sold AS (
    SELECT
        product_id, channel,
        SUM(orders) AS orders,
        SUM(units) AS units,
        SUM(litres) AS litres,
        SUM(value) AS gross_sales,
        COALESCE(SUM(orders) FILTER (WHERE status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(value) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('duff_daily_sales') }}
    WHERE ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    GROUP BY product_id, channel
),
ranked AS (
    SELECT
        product_id, channel, orders, units, litres, gross_sales, broken_orders, broken_value,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        net_sales,
        {{ ratio(net_sales, SUM(net_sales) OVER ()) }} AS share,
        RANK() OVER (ORDER BY net_sales DESC) AS rank
    FROM sold
)
SELECT
    ranked.product_id, products.description, ranked.channel, ranked.orders, ranked.units, ranked.litres, ranked.gross_sales,
    ranked.broken_orders, ranked.broken_value, ranked.broken_rate, ranked.net_sales, ranked.share, ranked.rank
FROM ranked
JOIN {{ ref('dim_products') }} AS products ON products.product_id = ranked.product_id
WHERE ({{ product_id }} IS NULL OR ranked.product_id = {{ product_id }})
    AND ({{ channel }} IS NULL OR ranked.channel = {{ channel }})
