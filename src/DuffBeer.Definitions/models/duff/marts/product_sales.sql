-- model:        product_sales
-- grain:        product_id
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id), not_null(description), sales_add_up
-- from: fact_orders(product_id), dim_products(product_id) for description lookup
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
-- What each product sold.

WITH sold AS (
    SELECT
        product_id,
        COUNT(*) AS orders,
        SUM(ccf) AS units,
        SUM(total_volume) AS litres,
        SUM(total_price) AS gross_sales,
        COUNT(*) FILTER (WHERE status = 'broken') AS broken_orders,
        COALESCE(SUM(total_price) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(total_price) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('fact_orders') }}
    GROUP BY product_id
)
SELECT
    sold.product_id,
    products.description,
    sold.orders, sold.units, sold.litres, sold.gross_sales, sold.broken_orders, sold.broken_value,
    {{ ratio(sold.broken_orders, sold.orders) }} AS broken_rate,
    sold.net_sales,
    {{ ratio(sold.net_sales, SUM(sold.net_sales) OVER ()) }} AS share,
    RANK() OVER (ORDER BY sold.net_sales DESC) AS rank
FROM sold
JOIN {{ ref('dim_products') }} AS products ON products.product_id = sold.product_id
