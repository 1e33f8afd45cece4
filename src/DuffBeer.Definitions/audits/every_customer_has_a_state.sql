-- audit: every_customer_has_a_state
--
-- No customer is missing from the churn indicators, and no last order is after as_of.

SELECT customers.customer_id, churn.state, churn.days_since_last_order
FROM {{ ref('customers') }} AS customers
LEFT JOIN {{ ref('churn_indicators') }} AS churn ON churn.customer_id = customers.customer_id
WHERE churn.state IS NULL OR churn.days_since_last_order < 0
