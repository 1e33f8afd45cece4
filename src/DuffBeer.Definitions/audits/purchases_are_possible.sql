-- audit: purchases_are_possible
--
-- The last order is between the first and as_of, and equals the first exactly where the customer did not return.

SELECT customer_id, repeats, recency_days, age_days
FROM {{ ref('customer_purchases') }}
WHERE repeats < 0 OR recency_days < repeats OR recency_days > age_days OR (repeats = 0 AND recency_days <> 0)
