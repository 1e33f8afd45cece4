-- audit: every_order_has_its_date
--
-- No day with an order is missing from dates, even where date_dim lacks it.

SELECT orders.order_id, orders.order_date
FROM {{ ref('orders') }} AS orders
LEFT JOIN {{ ref('dates') }} AS dates ON dates.date_day = orders.order_date
WHERE dates.date_day IS NULL
