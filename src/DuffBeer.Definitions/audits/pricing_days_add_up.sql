-- audit: pricing_days_add_up
--
-- Orders, lines and net of all days are those of all orders.

WITH days AS (
    SELECT COALESCE(SUM(orders), 0) AS orders, COALESCE(SUM(lines), 0) AS lines, COALESCE(SUM(net), 0) AS net
    FROM {{ ref('pricing_days') }}
),
everything AS (
    SELECT COUNT(*) AS orders, COALESCE(SUM(lines), 0) AS lines, COALESCE(SUM(order_total), 0) AS net
    FROM {{ ref('orders') }}
)
SELECT
    days.orders, everything.orders AS expected_orders, days.lines, everything.lines AS expected_lines,
    days.net, everything.net AS expected_net
FROM days
CROSS JOIN everything
WHERE days.orders <> everything.orders OR days.lines <> everything.lines OR days.net <> everything.net
