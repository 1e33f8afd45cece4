-- audit: every_order_has_its_date
--
-- No day with an order is missing from dates, whatever days date_dim covers.

SELECT orders.order_id, orders.order_date
FROM {{ ref('orders') }} AS orders
LEFT JOIN {{ ref('dates') }} AS dates ON dates.date_day = orders.order_date
WHERE dates.date_day IS NULL
