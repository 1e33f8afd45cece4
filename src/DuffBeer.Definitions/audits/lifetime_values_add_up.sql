-- audit: lifetime_values_add_up
--
-- Every customer has one latest row, and its lifetime value is what the customer spent.

SELECT customers.customer_id, customers.spend, values_today.latest_rows, values_today.lifetime_value
FROM {{ ref('customers') }} AS customers
LEFT JOIN (
    SELECT customer_id, COUNT(*) AS latest_rows, SUM(cumulative_spend) AS lifetime_value
    FROM {{ ref('customer_lifetime_value') }}
    WHERE is_latest
    GROUP BY customer_id
) AS values_today ON values_today.customer_id = customers.customer_id
WHERE values_today.latest_rows IS NULL OR values_today.latest_rows <> 1 OR values_today.lifetime_value <> customers.spend
