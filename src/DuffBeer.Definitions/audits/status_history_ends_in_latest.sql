-- audit: status_history_ends_in_latest
--
-- The last change of every order leads to the status that the order has, and no order is without one.

SELECT fact.order_id, fact.status, history.to_status
FROM {{ ref('fact_orders') }} AS fact
LEFT JOIN {{ ref('order_status_history') }} AS history ON history.order_id = fact.order_id AND history.is_latest
WHERE history.to_status IS NULL OR history.to_status <> fact.status
