-- report:     sales-by-product
-- title:      Sales by product
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   product_id  int64   values(dim_products.product_id, description)  Only this product
--   channel     string  values(dim_channels.channel)  Only orders through this channel; shares and ranks are then of the channel
--   from        date    Only orders processed on this day or later; shares and ranks are then of those
--   to          date    Only orders processed on this day or earlier
-- sortable:   product_id, description, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
-- order:      net_sales desc, product_id
-- limit:      100
-- show:       product_id, description, orders, gross_sales, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   description  Product
--   share        Share of net sales
-- cache:      until the next snapshot
-- chart:      bar(description, gross_sales, net_sales)
-- from: duff_daily_sales(product_id, channel = {channel}, pa_date >= {from}, pa_date <= {to}),
--   dim_products(product_id) for description lookup
-- whole: share, rank
-- columns:
--   product_id     int64          Id of the product
--   description    string         Latest name of the product
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all products, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What each product sold, with and without broken orders.

WITH sold AS (
    SELECT
        product_id,
        SUM(orders) AS orders,
        SUM(units) AS units,
        SUM(litres) AS litres,
        SUM(value) AS gross_sales,
        COALESCE(SUM(orders) FILTER (WHERE status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(value) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('duff_daily_sales') }}
    WHERE ({{ channel }} IS NULL OR channel = {{ channel }})
        AND ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    GROUP BY product_id
),
ranked AS (
    SELECT
        product_id, orders, units, litres, gross_sales, broken_orders, broken_value,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        net_sales,
        {{ ratio(net_sales, SUM(net_sales) OVER ()) }} AS share,
        RANK() OVER (ORDER BY net_sales DESC) AS rank
    FROM sold
)
SELECT
    ranked.product_id, products.description, ranked.orders, ranked.units, ranked.litres, ranked.gross_sales, ranked.broken_orders,
    ranked.broken_value, ranked.broken_rate, ranked.net_sales, ranked.share, ranked.rank
FROM ranked
JOIN {{ ref('dim_products') }} AS products ON products.product_id = ranked.product_id
WHERE {{ product_id }} IS NULL OR ranked.product_id = {{ product_id }}
