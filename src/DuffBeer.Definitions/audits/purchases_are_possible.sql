-- audit: purchases_are_possible
--
-- The last order lies between the first and as_of, and is the first exactly where nobody came back.

SELECT customer_id, repeats, recency_days, age_days
FROM {{ ref('customer_purchases') }}
WHERE repeats < 0 OR recency_days < repeats OR recency_days > age_days OR (repeats = 0 AND recency_days <> 0)
