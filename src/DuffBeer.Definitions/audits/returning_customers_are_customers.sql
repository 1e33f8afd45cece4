-- audit: returning_customers_are_customers
--
-- No period has more returning customers than customers.

SELECT grain, period_start, restaurant_id, customers, returning_customers
FROM {{ ref('location_customers') }}
WHERE returning_customers > customers OR customers = 0
