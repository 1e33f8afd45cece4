-- model:        pricing_proxies
-- grain:        proxy
-- owner:        restaurants
-- materialized: table
-- audits:       unique(proxy), accepted(proxy, zero-price lines, lines with a paid add-on, orders with a paid add-on)
-- from: order_lines(is_zero_price = 'true') when proxy 'zero-price lines',
--   order_lines(has_paid_option = 'true') when proxy 'lines with a paid add-on',
--   orders(option_charges > '0') when proxy 'orders with a paid add-on'
-- whole: total, rate
-- columns:
--   proxy    string         What is counted in place of discounts
--   meaning  string         What it may indicate, and what not
--   counted  int64          Lines or orders of that kind
--   total    int64          All lines or orders
--   rate     double         The one per the other, 0 to 1
--   revenue  decimal(18,2)  Total of those lines or orders, options included
--
-- Proxies for when no discount is recorded: they hint at pricing, they do not measure discounts.

WITH lines AS (
    SELECT
        COUNT(*) AS all_lines,
        COUNT(*) FILTER (WHERE is_zero_price) AS zero_lines,
        COALESCE(SUM(line_total) FILTER (WHERE is_zero_price), 0) AS zero_revenue,
        COUNT(*) FILTER (WHERE has_paid_option) AS paid_lines,
        COALESCE(SUM(line_total) FILTER (WHERE has_paid_option), 0) AS paid_revenue
    FROM {{ ref('order_lines') }}
),
whole_orders AS (
    SELECT
        COUNT(*) AS all_orders,
        COUNT(*) FILTER (WHERE option_charges > 0) AS paid_orders,
        COALESCE(SUM(order_total) FILTER (WHERE option_charges > 0), 0) AS paid_revenue
    FROM {{ ref('orders') }}
),
proxies AS (
    SELECT
        'zero-price lines' AS proxy,
        'Proxy: given away, priced by its options, or entered wrongly' AS meaning,
        zero_lines AS counted, all_lines AS total, zero_revenue AS revenue
    FROM lines
    UNION ALL
    SELECT
        'lines with a paid add-on' AS proxy,
        'Proxy: how readily people pay more for a line' AS meaning,
        paid_lines AS counted, all_lines AS total, paid_revenue AS revenue
    FROM lines
    UNION ALL
    SELECT
        'orders with a paid add-on' AS proxy,
        'Proxy: how readily people pay more in an order' AS meaning,
        paid_orders AS counted, all_orders AS total, paid_revenue AS revenue
    FROM whole_orders
)
SELECT proxy, meaning, counted, total, {{ ratio(counted, total) }} AS rate, revenue
FROM proxies
