-- audit: status_history_ends_in_latest
--
-- Every order has a status change, and its last one leads to its current status.

SELECT fact.order_id, fact.status, history.to_status
FROM {{ ref('fact_orders') }} AS fact
LEFT JOIN {{ ref('order_status_history') }} AS history ON history.order_id = fact.order_id AND history.is_latest
WHERE history.to_status IS NULL OR history.to_status <> fact.status
