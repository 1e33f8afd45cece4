-- model:        status_changes
-- grain:        changed_on, channel, product_id, from_status, to_status
-- owner:        sales
-- materialized: table
-- audits:       unique(changed_on, channel, product_id, from_status, to_status), relates(product_id, dim_products.product_id)
-- from: order_status_history(from_status, to_status, changed_at in changed_on by 'day', channel of fact_orders by order_id, product_id of
--     fact_orders by order_id),
--   fact_orders(channel, product_id, from_status of order_status_history by order_id, to_status of order_status_history by order_id,
--     changed_at of order_status_history by order_id in changed_on by 'day')
-- columns:
--   changed_on   date    Day (UTC) on which the source file that brought the change was last modified
--   channel      string  Point of sale channel of the orders
--   product_id   int64   Product of the orders
--   from_status  string  Status before; null for an order's first status
--   to_status    string  Status from then on
--   orders       int64   Orders that changed so
--
-- Status changes of each day.

SELECT
    CAST(history.changed_at AS DATE) AS changed_on,
    fact.channel, fact.product_id, history.from_status, history.to_status,
    COUNT(*) AS orders
FROM {{ ref('order_status_history') }} AS history
JOIN {{ ref('fact_orders') }} AS fact ON fact.order_id = history.order_id
GROUP BY 1, 2, 3, 4, 5
