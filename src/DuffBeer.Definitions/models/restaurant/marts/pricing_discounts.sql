-- model:        pricing_discounts
-- grain:        kind
-- owner:        restaurants
-- materialized: table
-- audits:       unique(kind), accepted(kind, discounted, not discounted), discounts_add_up
-- from: orders(is_discounted = 'true') when kind discounted, orders(is_discounted = 'false') when kind 'not discounted'
-- whole: share
-- columns:
--   kind             string         discounted: an option of the order has a negative price; not discounted: none has
--   orders           int64          Orders
--   share            double         Share of all orders, 0 to 1
--   gross            decimal(18,2)  Items and options before discount
--   discount         decimal(18,2)  Options with a negative price, as a positive amount
--   net              decimal(18,2)  Gross less discount
--   discount_rate    double         Discount per gross, 0 to 1
--   avg_order_value  decimal(18,2)  Net per order
--   note             string         "none in this data" where no order is of this kind; otherwise null
--
-- Discounted orders compared with all others. Both rows always exist: if nothing is discounted, the note says so.

WITH counted AS (
    SELECT
        CASE WHEN is_discounted THEN 'discounted' ELSE 'not discounted' END AS kind,
        COUNT(*) AS orders, SUM(gross_total) AS gross, SUM(discount) AS discount, SUM(order_total) AS net
    FROM {{ ref('orders') }}
    GROUP BY is_discounted
)
SELECT
    kinds.kind,
    COALESCE(counted.orders, 0) AS orders,
    {{ ratio(COALESCE(counted.orders, 0), SUM(counted.orders) OVER ()) }} AS share,
    COALESCE(counted.gross, 0) AS gross,
    COALESCE(counted.discount, 0) AS discount,
    COALESCE(counted.net, 0) AS net,
    {{ ratio(counted.discount, counted.gross) }} AS discount_rate,
    {{ ratio(counted.net, counted.orders) }} AS avg_order_value,
    CASE WHEN counted.orders IS NULL THEN 'none in this data' END AS note
FROM (VALUES ('discounted'), ('not discounted')) AS kinds (kind)
LEFT JOIN counted ON counted.kind = kinds.kind
