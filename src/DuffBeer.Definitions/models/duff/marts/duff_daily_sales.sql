-- model:        duff_daily_sales
-- grain:        pa_date, channel, product_id, status
-- owner:        sales
-- materialized: table
-- audits:       unique(pa_date, channel, product_id, status), relates(product_id, dim_products.product_id), daily_sales_add_up
-- from: fact_orders(pa_date, channel, product_id, status)
-- columns:
--   pa_date     date           Processing date (UTC) of the run that brought the orders' latest state
--   channel     string         Point of sale channel
--   product_id  int64          Id of the product
--   status      string         Latest status of the orders
--   orders      int64          Orders
--   units       int64          Units ordered
--   litres      decimal(18,3)  Litres ordered
--   value       decimal(18,2)  Value of the orders
--
-- Sales of each day, as small as filters by day, channel and product allow. The source has no order date: a day is the processing date of
-- the file that brought an order's latest state.

SELECT
    pa_date, channel, product_id, status,
    COUNT(*) AS orders,
    SUM(ccf) AS units,
    SUM(total_volume) AS litres,
    SUM(total_price) AS value
FROM {{ ref('fact_orders') }}
GROUP BY pa_date, channel, product_id, status
